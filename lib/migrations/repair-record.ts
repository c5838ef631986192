import { classifyStatement } from '../core/cql/classify-statement.js';
import type { RepairAction } from '../core/history/history.js';
import { RepairOutdatedError } from '../core/history/plan-errors.js';
import { describeRepair, planRepair, type Repair, type RepairWish } from '../core/history/repair.js';
import { underLock, type LockContext } from '../lock/under-lock.js';
import { SilentHostsError } from '../session/errors.js';
import { RECORD_TABLES } from '../session/own-tables.js';
import type { DdlSession, Write } from '../session/session.js';
import type { LogEntry, LogEvent } from './history/audit-log.js';
import { Journal } from './history/journal.js';
import { MigrationState } from './history/migration-state.js';
import { readHistory, type History } from './history/read-history.js';
import { beginRun, type Recorder } from './history/recorder.js';
import type { MigrationDependencies } from './run/dependencies.js';

export interface RepairOptions extends RepairWish {
  /** Why, for the log. */
  readonly reason?: string | undefined;
  /** Returns what would be done, and does nothing. */
  readonly dryRun?: boolean | undefined;
  /** The effect that a dry run has returned, for a caller that has seen it. Another effect is refused. */
  readonly expected?: string | undefined;
  /** Seconds to wait for another run that holds the lock. */
  readonly lockWait?: number | undefined;
}

export interface RepairResult {
  readonly migration: string;
  readonly action: RepairAction;
  /** Position of the statement that is settled, as `RepairWish.statement` takes it; `undefined` for any other repair. */
  readonly statement: number | undefined;
  /** Effect, for messages. */
  readonly effect: string;
  readonly dryRun: boolean;
}

/**
 * Fixes the history by what the user knows; the schema is not touched. Its effect is determined before the lock is waited
 * for: who had it may have changed what is to be fixed.
 */
export async function repairRecord(
  dependencies: MigrationDependencies,
  { reason, dryRun = false, expected, lockWait = dependencies.lockWait, ...wish }: RepairOptions,
): Promise<RepairResult> {
  const { source, lock, report } = dependencies;
  const database = await dependencies.database();
  const planned = planRepair(await readHistory(database.session, source), wish);
  if (dryRun) return resultOf(planned, wish.action, true);
  const agreed = expected ?? describeRepair(planned);
  return underLock({ database, lock, report, wait: lockWait, tables: RECORD_TABLES }, async (held) => {
    const history = await readHistory(held.session, source);
    const repair = planRepair(history, { ...wish, migration: planned.name });
    const result = resultOf(repair, wish.action, false);
    if (result.effect !== agreed) throw new RepairOutdatedError(agreed, result.effect);
    await carryOut(repair, history, {
      held,
      recorder: beginRun(dependencies.recorder, { lease: held.lease, runtime: database.runtime, history }),
      reason,
    });
    return result;
  });
}

function resultOf(repair: Repair, action: RepairAction, dryRun: boolean): RepairResult {
  const statement = repair.kind === 'settle' ? repair.step.position : undefined;
  return { migration: repair.name, action, statement, effect: describeRepair(repair), dryRun };
}

interface RepairContext {
  readonly held: LockContext;
  readonly recorder: Recorder;
  readonly reason: string | undefined;
}

async function carryOut(repair: Repair, history: History, { held, recorder, reason }: RepairContext): Promise<void> {
  const state = new MigrationState(held.ddl);
  const journal = new Journal(held.ddl, { recorder, lease: held.lease });
  if (repair.kind === 'settle') {
    assertSettled(repair, held.ddl);
    await journal.settled(repair.step, repair.outcome);
  }
  const entry = history.entries.find(({ name }) => name === repair.name);
  const lines = eventsOf(repair).map(([migration, event]): LogEntry => ({ migration, event, entry, reason }));
  await held.lease.confirm();
  await state.record(changesOf(repair, state), lines, recorder);
  await prove(repair, state);
  // Its steps tell what was done, until it can be seen that it counts no more.
  if (repair.kind === 'forget') await journal.cleared(repair.name);
}

/** While a silent host may still run a statement, it cannot be known to have had no effect. */
function assertSettled({ outcome, step }: Extract<Repair, { readonly kind: 'settle' }>, ddl: DdlSession): void {
  const silent = ddl.silentHosts();
  const isSchemaChange = classifyStatement(step.cql).kind === 'ddl';
  if (outcome === 'not-done' && isSchemaChange && silent.length > 0) throw new SilentHostsError(silent);
}

/** @throws HiddenHistoryError */
async function prove(repair: Repair, state: MigrationState): Promise<void> {
  switch (repair.kind) {
    case 'settle':
      return undefined;
    case 'accept':
      return state.prove(repair.name, repair.status.checksum);
    case 'rename':
      await state.prove(repair.name, repair.status.checksum);
      return state.prove(repair.old.name, undefined);
    case 'forget':
      return state.prove(repair.name, undefined);
  }
}

function changesOf(repair: Repair, state: MigrationState): readonly Write[] {
  switch (repair.kind) {
    case 'settle':
      return [];
    case 'accept':
      return [state.applied({ name: repair.name, checksum: repair.status.checksum })];
    case 'rename': {
      const { appliedAt, description } = repair.old;
      const row = { name: repair.name, appliedAt, description, checksum: repair.status.checksum };
      return [state.applied(row), state.notApplied(repair.old.name)];
    }
    case 'forget':
      return [state.notApplied(repair.name)];
  }
}

function eventsOf(repair: Repair): readonly (readonly [migration: string, event: LogEvent])[] {
  switch (repair.kind) {
    case 'settle':
      return [[repair.name, `settled-as-${repair.outcome}`]];
    case 'accept':
      return [[repair.name, 'accepted']];
    case 'rename':
      return [
        [repair.name, 'renamed'],
        [repair.old.name, 'renamed'],
      ];
    case 'forget':
      return [[repair.name, 'forgotten']];
  }
}
