import type { MigrationEntry } from '../../core/history/history.js';
import type { SchemaModel } from '../../core/model/schema-model.js';
import { ContradictionError, type PlacedStatement } from '../../core/replay/contradiction-error.js';
import type { ReplayMigration } from '../../core/replay/replay-migrations.js';
import { Replay, type ReplayProblem } from '../../core/replay/replay.js';
import { readReplayStatement } from '../../core/replay/replay-statement.js';
import type { History } from '../history/read-history.js';
import type { LoadedMigration } from '../source/loaded-migration.js';
import type { MigrationSource } from '../source/migration-source.js';
import { readPlainUpgrade } from './plain-upgrade.js';

export interface ContradictionCheck {
  readonly source: MigrationSource;
  readonly history: History;
  /** The migrations that are to run, in order. */
  readonly selected: readonly LoadedMigration[];
  /** Reads the schema of the keyspace: only where the files contradict each other. */
  readonly live: () => Promise<SchemaModel>;
}

type Chain = readonly ReplayMigration<PlacedStatement>[];

/**
 * Refuses, before the first statement, a migration that contradicts another one. The live schema has the last
 * word: if the server would accept the statement, it runs. Applied migrations are never refused.
 * @throws ContradictionError
 */
export async function refuseContradictions({ source, history, selected, live }: ContradictionCheck): Promise<void> {
  const { keyspace, unfinished } = history;
  const toRun = selected.filter(({ entry }) => !history.satisfied.has(entry.name));
  const pending = await pendingChain(source, toRun);
  // Mostly nothing is pending: then no applied file is read.
  if (pending.length === 0) return;
  const applied = await appliedChain(source, history);
  const found = problemsIn(new Replay<PlacedStatement>(keyspace), [...applied, ...pending]);
  const halfWay = new Set(selected.filter(({ entry }) => unfinished.has(entry.name)).map(({ entry }) => entry.origin));
  const own = new Set(pending.map(({ origin }) => origin).filter((origin) => !halfWay.has(origin)));
  const doubtful = found.filter((problem) => own.has(problem.origin) && isBetweenTwo(problem, keyspace));
  if (doubtful.length === 0) return;
  const there = new Replay<PlacedStatement>(keyspace, new Map([[keyspace, await live()]]));
  const refused = new Set(problemsIn(there, pending).map(({ statement }) => statement));
  const certain = doubtful.find(({ statement }) => refused.has(statement));
  if (certain) throw new ContradictionError(certain, 'Nothing was run.');
}

function problemsIn(replay: Replay<PlacedStatement>, chain: Chain): readonly ReplayProblem<PlacedStatement>[] {
  for (const { origin, statements } of chain) for (const statement of statements) replay.run(origin, statement);
  return replay.problems;
}

function isBetweenTwo({ origin, other, keyspace }: ReplayProblem, own: string): boolean {
  return other !== undefined && other !== origin && keyspace === own;
}

/** Code that cannot be read counts as empty: the live schema shows its effect. */
async function appliedChain(source: MigrationSource, { entries, statuses, satisfied }: History): Promise<Chain> {
  const applied = new Set(statuses.filter(({ appliedAt }) => appliedAt !== undefined).map(({ name }) => name));
  const chain: ReplayMigration<PlacedStatement>[] = [];
  for (const entry of entries.filter(({ name }) => applied.has(name) || satisfied.has(name)))
    chain.push({ origin: entry.origin, statements: (await statementsOf(source, entry)) ?? [] });
  return chain;
}

/** Ends before code that cannot be read: nothing is known of the schema behind it. */
async function pendingChain(source: MigrationSource, selected: readonly LoadedMigration[]): Promise<Chain> {
  const chain: ReplayMigration<PlacedStatement>[] = [];
  for (const { entry } of selected) {
    const statements = await statementsOf(source, entry);
    if (!statements) break;
    chain.push({ origin: entry.origin, statements });
  }
  return chain;
}

async function statementsOf(
  source: MigrationSource,
  entry: MigrationEntry,
): Promise<readonly PlacedStatement[] | undefined> {
  if (entry.kind !== 'cql') return readPlainUpgrade(await source.text(entry))?.map(readReplayStatement);
  const loaded = await source.load(entry);
  if (loaded.form !== 'script') return undefined;
  return loaded.statements.upgrade.map(({ cql, line, column }) => ({
    ...readReplayStatement(cql),
    position: { line, column },
  }));
}
