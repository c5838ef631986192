import type { ClientOptions } from 'cassandra-driver';
import { randomBytes } from 'node:crypto';
import { scratchNames } from '../../core/history/scratch-names.js';
import type { ScratchOverride } from '../../nest/coodie.constants.js';
import type { Settings } from '../settings/settings.js';
import type { Terminal } from '../terminal/terminal.js';

/** Keyspaces that migrations are tried in. */
export interface ScratchWish {
  /** The keyspace of the migrations, as the project calls it. */
  readonly keyspace: string;
  /** Further keyspaces that the statements name. */
  readonly others: readonly string[];
  /** Keyspaces that a migration creates. */
  readonly made: readonly string[];
  /** Options of the project's connection; needed for a scratch keyspace of its cluster only. */
  readonly client: ClientOptions;
}

export interface ScratchPlace extends ScratchOverride {
  /** Keyspaces that exist before the first migration. */
  readonly initial: readonly string[];
}

/** Keyspaces of the project's own cluster, under names that no person gives. */
export function placeOnCluster(wish: ScratchWish): ScratchPlace {
  const { keyspace: _, ...client } = wish.client;
  const names = scratchNames(wish.keyspace, wish.others, randomBytes(6).toString('hex'));
  return { client, isShared: true, names, initial: initialOf(wish, names) };
}

function initialOf({ keyspace, made }: ScratchWish, names: ReadonlyMap<string, string>): readonly string[] {
  return [...names].flatMap(([name, scratch]) => (name !== keyspace && made.includes(name) ? [] : [scratch]));
}

/** A server for this run alone, so its keyspaces have the names that the project uses. */
export interface ScratchServer {
  readonly place: ScratchPlace;
  stop(): Promise<void>;
}

/**
 * Starts a server. The library that can is loaded only here.
 * @throws EmbeddedCassandraError that says what is missing, or why it did not start
 */
export async function startScratchServer(
  wish: ScratchWish,
  { task, output }: Settings,
  terminal: Terminal,
): Promise<ScratchServer> {
  const { EmbeddedCassandra } = await import('../../testing/index.js');
  const log = (line: string): void => (output.verbose ? terminal.warn(line) : undefined);
  const server = await EmbeddedCassandra.start({ version: task.cassandraVersion, fast: true, log });
  const names = new Map([wish.keyspace, ...wish.others].map((name) => [name, name]));
  return {
    place: { client: server.clientOptions, isShared: false, names, initial: initialOf(wish, names) },
    stop: () => server.stop(),
  };
}
