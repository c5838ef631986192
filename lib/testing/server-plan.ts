import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { type CassandraRelease, parseCassandraRelease } from './cassandra-release.js';
import type { NodePlace } from './cassandra-yaml.js';
import { EmbeddedCassandraOptionError } from './embedded-cassandra-error.js';
import type { EmbeddedCassandraOptions } from './embedded-cassandra-options.js';
import { findFreePort } from './free-ports.js';
import { findRuntime, type Runtime } from './server-runtime.js';

const DEFAULT_VERSION = '5.0.8';
const MOST_NODES = 9;

/** Everything that is decided before the first process starts. */
export interface ServerPlan {
  readonly options: EmbeddedCassandraOptions;
  readonly release: CassandraRelease;
  readonly runtime: Runtime;
  /** One for each node. */
  readonly places: readonly NodePlace[];
  /** Absolute path; each node has a folder of its own in it. */
  readonly folder: string;
  /** Tells the containers of this cluster from others. */
  readonly id: string;
}

/** @throws EmbeddedCassandraError if an option makes no sense or something is missing on this machine */
export async function planServers(options: EmbeddedCassandraOptions): Promise<ServerPlan> {
  const { version = DEFAULT_VERSION, nodes = 1, log = () => {} } = options;
  const release = parseCassandraRelease(version);
  if (!Number.isInteger(nodes) || nodes < 1 || nodes > MOST_NODES) {
    throw new EmbeddedCassandraOptionError('nodes', `is ${nodes}, not a number from 1 to ${MOST_NODES}`);
  }
  if (options.fast && options.directory !== undefined) {
    throw new EmbeddedCassandraOptionError('fast', 'forgets the schema, so it cannot be used with directory');
  }
  const runtime = await findRuntime(release, nodes, log);
  const places = await findPlaces(nodes, options.port);
  return { options, release, runtime, places, folder: await makeFolder(options.directory), id: randomUUID() };
}

async function findPlaces(nodes: number, wishedPort: number | undefined): Promise<readonly NodePlace[]> {
  const addresses = Array.from({ length: nodes }, (_, index) => `127.0.0.${index + 1}`);
  const port = wishedPort ?? (await findFreePort(addresses));
  const storagePort = await findFreePort(addresses);
  return addresses.map((_, index) => ({ index, addresses, port, storagePort }));
}

async function makeFolder(directory: string | undefined): Promise<string> {
  if (directory === undefined) return mkdtemp(join(tmpdir(), 'nestjs-coodie-'));
  await mkdir(directory, { recursive: true });
  return resolve(directory);
}
