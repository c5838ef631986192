import type { SchemaModel } from '../model/schema-model.js';
import { Replay } from './replay.js';
import type { ReplayStatement } from './replay-statement.js';

export interface ReplayMigration<S extends ReplayStatement = ReplayStatement> {
  /** The file or class. */
  readonly origin: string;
  readonly statements: readonly S[];
}

/** The schemas that a chain of upgrades leaves. A statement that does not fit is passed over and reported. */
export function replayMigrations<S extends ReplayStatement>(
  migrations: readonly ReplayMigration<S>[],
  keyspace: string,
): Replay<S> {
  return runAll(new Replay<S>(keyspace), migrations);
}

/** The schemas after one migration that runs on schemas which are known, such as those of a server. */
export function replayOn<S extends ReplayStatement>(
  before: ReadonlyMap<string, SchemaModel>,
  migration: ReplayMigration<S>,
  keyspace: string,
): Replay<S> {
  return runAll(new Replay<S>(keyspace, before), [migration]);
}

function runAll<S extends ReplayStatement>(replay: Replay<S>, migrations: readonly ReplayMigration<S>[]): Replay<S> {
  for (const { origin, statements } of migrations) for (const statement of statements) replay.run(origin, statement);
  return replay;
}
