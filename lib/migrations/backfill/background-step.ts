import type { AnyBackfill, BackfillOptions } from '../../backfill/backfill-options.js';
import { NOTHING_WRITTEN } from '../../backfill/backfill-options.js';
import { progressOf, recordOf } from '../../backfill/backfill-status.js';
import { draftRecord, forgetBackfill } from '../../backfill/begin-backfill.js';
import { checkBackfill, paceProblems, type Backfill } from '../../backfill/check-options.js';
import type { Definitions } from '../../backfill/background/background-definition.js';
import { tryBackfill, type BackfillTrial } from '../../backfill/try-backfill.js';
import type { Session } from '../../session/session.js';
import { BackfillRefusedError, BackfillUnfinishedError } from '../../backfill/errors.js';
import { StateRow } from '../../backfill/state-row.js';
import { backgroundStatement, type Statement } from '../../core/cql/statement.js';
import { BACKFILL_TABLES } from '../../session/backfill-tables.js';
import { ensureOwnTables } from '../../session/ensure-own-tables.js';
import { backfillStep, ownBackfill, refuseTenant, type BackfillStep } from './backfill-step.js';
import type { BackfillTools } from './backfill-tools.js';

/** A backfill as a migration asks for it, checked. */
export type WantedBackfill =
  { readonly kind: 'foreground'; readonly statement: Statement; readonly backfill: Backfill } | BackgroundStart;

export interface BackgroundStart {
  readonly kind: 'background';
  readonly statement: Statement;
  readonly name: string;
  readonly rate: number | undefined;
  readonly concurrency: number | undefined;
}

/** @throws BackfillRefusedError */
export function readBackfill(options: AnyBackfill, migration: string): WantedBackfill {
  if (!('background' in options) || !options.background) {
    const backfill = checkBackfill(options as BackfillOptions, migration);
    return { kind: 'foreground', statement: backfill.statement, backfill };
  }
  const { name, rate, concurrency } = options;
  const problems = [...unknownIn(options), ...(isName(name) ? [] : ['name must be a text']), ...paceProblems(options)];
  if (problems.length > 0)
    throw new BackfillRefusedError(String(name), problems.join('; '), 'Correct the options of the backfill.');
  return { kind: 'background', statement: backgroundStatement(name), name, rate, concurrency };
}

/**
 * Tries what a migration asks for; `undefined` for one in the background that the application does not define.
 * @throws BackfillRefusedError
 */
export async function tryWanted(
  wanted: WantedBackfill,
  session: Session,
  definitions: Definitions,
): Promise<BackfillTrial | undefined> {
  if (wanted.kind === 'foreground') return tryBackfill(wanted.backfill, session, false);
  refuseUnknown(wanted.name, definitions);
  if (!definitions.has(wanted.name)) return undefined;
  const defined = await definitions.get(wanted.name);
  // The migration may be about to create the table that is copied to.
  if (defined.kind === 'copy') return undefined;
  return tryBackfill(defined.backfill, session, true);
}

/** Carries out a backfill, or starts it. */
export function wantedStep(wanted: WantedBackfill, tools: BackfillTools): Promise<BackfillStep> {
  if (wanted.kind === 'background') return backgroundStep(wanted, tools);
  return backfillStep(ownBackfill(wanted.backfill, tools), tools);
}

/** Starts a backfill as one statement of the journal: the state row says that there is work, and the migration goes on. */
async function backgroundStep(start: BackgroundStart, tools: BackfillTools): Promise<BackfillStep> {
  const { ddl, lease, runtime, journal, migration, backfills } = tools;
  const { name, rate, concurrency } = start;
  refuseTenant(name, ddl);
  refuseUnknown(name, await backfills());
  const access = { records: ddl, hold: lease, runtime };
  const ran = await journal.resumed(start.statement, {
    begin: async () => {
      await lease.assertHeld();
      await ensureOwnTables(ddl, Object.values(BACKFILL_TABLES));
      await forgetBackfill(name, access);
    },
    work: async () => {
      await lease.confirm();
      const draft = { name, background: true, migration, rate, concurrency };
      await new StateRow(ddl, runtime, name).insert(draftRecord(draft, runtime));
      return true;
    },
  });
  return { result: NOTHING_WRITTEN, ran: ran === true };
}

/** @throws BackfillUnfinishedError */
export async function requireBackfill(name: string, { ddl, runtime, trial }: BackfillTools): Promise<void> {
  refuseTenant(name, ddl);
  // In a trial nothing works on backfills, and no table has rows.
  if (trial) return;
  const database = { session: ddl, runtime };
  const record = await recordOf(name, database);
  if (record?.state === 'finished') return;
  throw new BackfillUnfinishedError(name, record ? await progressOf(record, database) : 'it was never started');
}

/** A command line without an application knows none, and cannot tell. */
function refuseUnknown(name: string, definitions: Definitions): void {
  if (!definitions.lacks(name)) return;
  const problem = `no provider has @Backfill('${name}'), and there is no file backfills/${name}.ts`;
  throw new BackfillRefusedError(name, problem, `Check the spelling. There are: ${definitions.names.join(', ')}`);
}

/** The rest of a backfill in the background stands in its definition. */
function unknownIn(options: object): readonly string[] {
  const meant = ['name', 'background', 'rate', 'concurrency'];
  return Object.keys(options)
    .filter((key) => !meant.includes(key))
    .map((key) => `${key} belongs to the definition of the backfill`);
}

const isName = (name: unknown): boolean => typeof name === 'string' && name.trim() !== '';
