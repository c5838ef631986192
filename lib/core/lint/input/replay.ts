import type { Direction } from '../../progress/progress.js';
import { Replay, type ReplayProblem } from '../../replay/replay-migrations.js';
import { emptySchema, type GrowingSchema } from './growing-schema.js';
import type { KnownSchema } from './known-schema.js';
import { learnFrom } from './learn-from.js';
import type { LintMigration, LintStatement } from './lint-migration.js';

/** A statement of a migration, and what is known before it runs. */
export interface Step {
  readonly migration: LintMigration;
  readonly statement: LintStatement;
  /** The one before it in the same direction. */
  readonly previous: LintStatement | undefined;
  readonly direction: Direction;
  /** Valid while the step is looked at. */
  readonly before: KnownSchema;
  /** Why an upgrade does not fit the ones before it. */
  readonly problem: ReplayProblem<LintStatement> | undefined;
  /** Keyspace of unqualified names, if known. */
  readonly keyspace: string | undefined;
}

/**
 * Visits every statement in the order of a run: each `upgrade` after the last, each `downgrade` after its own `upgrade`.
 * The known schema is one value that grows: to copy it for each of many thousand statements would take minutes.
 */
export function replay(
  migrations: readonly LintMigration[],
  keyspace: string | undefined,
  visit: (step: Step) => void,
): void {
  const schema = emptySchema();
  const chain = isCertain(migrations, keyspace) ? new Replay<LintStatement>(keyspace ?? '') : undefined;
  for (const migration of migrations) {
    run({ migration, direction: 'upgrade', schema, chain, keyspace }, visit);
    schema.keep();
    run({ migration, direction: 'downgrade', schema, chain: undefined, keyspace }, visit);
    schema.undo();
  }
}

/** While the target keyspace is not known, `t` and `shop.t` may be the same table. */
function isCertain(migrations: readonly LintMigration[], keyspace: string | undefined): boolean {
  if (keyspace !== undefined) return true;
  const upgrades = migrations.flatMap(({ upgrade }) => upgrade);
  return upgrades.every(({ class: ddl }) => ddl.kind !== 'ddl' || (ddl.name ?? ddl.on)?.keyspace === undefined);
}

interface Section {
  readonly migration: LintMigration;
  readonly direction: Direction;
  readonly schema: GrowingSchema;
  readonly chain: Replay<LintStatement> | undefined;
  readonly keyspace: string | undefined;
}

function run({ migration, direction, schema, chain, keyspace }: Section, visit: (step: Step) => void): void {
  const statements = migration[direction];
  for (const [index, statement] of statements.entries()) {
    const problem = chain?.run(migration.origin, statement);
    visit({ migration, statement, previous: statements[index - 1], direction, before: schema, problem, keyspace });
    learnFrom(schema, statement, { origin: migration.origin, keyspace });
    statement.release();
  }
}
