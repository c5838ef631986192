import type { LintInput } from '../../core/lint/input/lint-input.js';
import {
  readLintMigration,
  upgradesOf,
  type LintMigration,
  type LintStatement,
} from '../../core/lint/input/lint-migration.js';
import type { SchemaModel } from '../../core/model/schema-model.js';
import { describeProblem } from '../../core/replay/describe-problem.js';
import { replayMigrations, type Replayed, type ReplayProblem } from '../../core/replay/replay-migrations.js';
import { ContradictionError, IncompleteHistoryError } from './errors.js';

/**
 * The schemas that the migrations leave, by keyspace.
 * @throws IncompleteHistoryError | ContradictionError
 */
export function stateOf(inputs: readonly LintInput[], keyspace: string): ReadonlyMap<string, SchemaModel> {
  const migrations = inputs.map(readLintMigration);
  for (const migration of migrations) assertComplete(migration);
  const { problems, schemas } = replay(migrations, keyspace);
  const [problem] = problems;
  if (problem) throw errorOf(problem);
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
  if (problem) throw errorOf(problem);
}

/** The same, as far as the migrations say it. */
export function madeBy(inputs: readonly LintInput[], keyspace: string): ReadonlyMap<string, SchemaModel> {
  return replay(inputs.map(readLintMigration), keyspace).schemas;
}

function replay(migrations: readonly LintMigration[], keyspace: string): Replayed<LintStatement> {
  return replayMigrations(upgradesOf(migrations), keyspace);
}

function assertComplete({ origin, broken, stopped }: LintMigration): void {
  if (broken) throw new IncompleteHistoryError(placeOf(origin, broken.line, broken.column), broken.message);
  const early = stopped.find((message) => message.startsWith('upgrade'));
  if (early !== undefined) throw new IncompleteHistoryError(origin, `the dry run of ${early}`);
}

function errorOf({ origin, statement, contradiction, other }: ReplayProblem<LintStatement>): ContradictionError {
  const { position, cql } = statement;
  const place = placeOf(origin, position?.line, position?.column);
  return new ContradictionError(place, describeProblem(contradiction, other), cql, other);
}

function placeOf(origin: string, line: number | undefined, column: number | undefined): string {
  return line === undefined ? origin : `${origin}:${line}:${column ?? 1}`;
}
