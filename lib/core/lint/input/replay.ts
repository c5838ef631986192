import type { Direction } from '../../progress/progress.js';
import { Replay, type ReplayProblem } from '../../replay/replay.js';
import type { LintMigration, LintStatement } from './lint-migration.js';

/** A statement of a migration, and what is known before it runs. */
export interface Step {
  readonly migration: LintMigration;
  readonly statement: LintStatement;
  /** The one before it in the same direction. */
  readonly previous: LintStatement | undefined;
  readonly direction: Direction;
  /** The schema before the statement. Valid while the step is visited. */
  readonly before: Replay<LintStatement>;
  /** Why an upgrade does not fit the ones before it. */
  readonly problem: ReplayProblem<LintStatement> | undefined;
  /** Keyspace of unqualified names, if known. */
  readonly keyspace: string | undefined;
  /** Whether every name says which keyspace it is in: `t` and `shop.t` may be one table while the target is not known. */
  readonly isCertain: boolean;
}

/** Visits every statement in the order of a run: each `upgrade` after the last, each `downgrade` after its own `upgrade`. */
export function replay(
  migrations: readonly LintMigration[],
  keyspace: string | undefined,
  visit: (step: Step) => void,
): void {
  const chain = new Replay<LintStatement>(keyspace ?? UNNAMED);
  const isCertain = keyspace !== undefined || isUniform(migrations);
  for (const migration of migrations) {
    const section = { migration, keyspace, isCertain };
    run({ ...section, direction: 'upgrade', chain }, visit);
    if (migration.downgrade.length > 0) run({ ...section, direction: 'downgrade', chain: chain.fork() }, visit);
  }
}

/** Stands for the target keyspace while its name is not known: no keyspace has this name. */
export const UNNAMED = '';

/** Whether all names of a chain are qualified, or none is. */
function isUniform(migrations: readonly LintMigration[]): boolean {
  const upgrades = migrations.flatMap(({ upgrade }) => upgrade);
  const names = upgrades.flatMap(({ class: ddl }) => (ddl.kind === 'ddl' ? (ddl.name ?? ddl.on ?? []) : []));
  return new Set(names.map(({ keyspace }) => keyspace === undefined)).size < 2;
}

interface Section {
  readonly migration: LintMigration;
  readonly direction: Direction;
  readonly chain: Replay<LintStatement>;
  readonly keyspace: string | undefined;
  readonly isCertain: boolean;
}

function run({ migration, direction, chain, keyspace, isCertain }: Section, visit: (step: Step) => void): void {
  const statements = migration[direction];
  for (const [index, statement] of statements.entries()) {
    const { problem: found, commit } = chain.attempt(migration.origin, statement);
    const problem = isCertain && direction === 'upgrade' ? found : undefined;
    const previous = statements[index - 1];
    visit({ migration, statement, previous, direction, before: chain, problem, keyspace, isCertain });
    commit();
    if (!isCertain) dropEverywhere(chain, migration.origin, statement);
    statement.release();
  }
}

/** A statement that drops `i` or `shop.i`, which may be the same, is no reason to find fault with the other. */
function dropEverywhere(chain: Replay<LintStatement>, origin: string, statement: LintStatement): void {
  const { class: ddl } = statement;
  if (ddl.kind !== 'ddl' || ddl.verb !== 'DROP' || ddl.object === 'keyspace') return;
  const others = ddl.name?.keyspace === undefined ? chain.keyspaces() : [UNNAMED];
  for (const keyspace of others) chain.attempt(origin, statement, keyspace).commit();
}
