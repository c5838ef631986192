import type { LintInput } from '../../core/lint/input/lint-input.js';
import {
  readLintMigration,
  upgradesOf,
  type LintMigration,
  type LintStatement,
} from '../../core/lint/input/lint-migration.js';
import type { SchemaModel } from '../../core/model/schema-model.js';
import { ContradictionError, placeOf } from '../../core/replay/contradiction-error.js';
import { replayMigrations } from '../../core/replay/replay-migrations.js';
import type { Replay } from '../../core/replay/replay.js';
import { IncompleteHistoryError } from './errors.js';

/**
 * The schemas that the migrations leave, by keyspace.
 * @throws IncompleteHistoryError | ContradictionError
 */
export function stateOf(inputs: readonly LintInput[], keyspace: string): ReadonlyMap<string, SchemaModel> {
  const migrations = inputs.map(readLintMigration);
  for (const migration of migrations) assertComplete(migration);
  const { problems, schemas } = replay(migrations, keyspace);
  const [problem] = problems;
  if (problem) throw new ContradictionError(problem, 'Nothing was written.');
  return schemas;
}

/**
 * Makes sure that no migration contradicts another one. A history that does not begin at nothing is one that another
 * one may complete, and no contradiction between two.
 * @throws ContradictionError
 */
export function assertConsistent(migrations: readonly LintMigration[], keyspace: string): void {
  const { problems } = replay(migrations, keyspace);
  const problem = problems.find(({ other }) => other !== undefined);
  if (problem) throw new ContradictionError(problem, 'Nothing was verified.');
}

/** The same, as far as the migrations say it. */
export function madeBy(inputs: readonly LintInput[], keyspace: string): ReadonlyMap<string, SchemaModel> {
  return replay(inputs.map(readLintMigration), keyspace).schemas;
}

function replay(migrations: readonly LintMigration[], keyspace: string): Replay<LintStatement> {
  return replayMigrations(upgradesOf(migrations), keyspace);
}

function assertComplete({ origin, broken, stopped }: LintMigration): void {
  if (broken) throw new IncompleteHistoryError(placeOf(origin, broken), broken.message);
  const early = stopped.find((message) => message.startsWith('upgrade'));
  if (early !== undefined) throw new IncompleteHistoryError(origin, `the dry run of ${early}`);
}
