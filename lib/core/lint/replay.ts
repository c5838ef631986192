import type { Direction } from '../progress.js';
import { NOTHING_KNOWN, type KnownSchema } from './known-schema.js';
import { learnFrom } from './learn-from.js';
import type { LintMigration, LintStatement } from './lint-migration.js';

/** A statement of a migration, and what is known before it runs. */
export interface Step {
  readonly migration: LintMigration;
  readonly statement: LintStatement;
  readonly direction: Direction;
  readonly before: KnownSchema;
  /** What bare names mean, where that is known. */
  readonly keyspace: string | undefined;
}

/** Every statement in the order of a run: each `upgrade` after the last, each `downgrade` after its own `upgrade`. */
export function replay(migrations: readonly LintMigration[], keyspace: string | undefined): readonly Step[] {
  const steps: Step[] = [];
  const run = (migration: LintMigration, direction: Direction, from: KnownSchema) =>
    migration[direction].reduce((before, statement) => {
      steps.push({ migration, statement, direction, before, keyspace });
      return learnFrom(before, statement, { origin: migration.origin, keyspace });
    }, from);
  migrations.reduce((before, migration) => {
    const after = run(migration, 'upgrade', before);
    run(migration, 'downgrade', after);
    return after;
  }, NOTHING_KNOWN);
  return steps;
}
