import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { type CassandraRelease, parseCassandraRelease } from './cassandra-release.js';
import type { NodePlace } from './cassandra-yaml.js';
import { EmbeddedCassandraOptionError } from './embedded-cassandra-error.js';
import type { EmbeddedCassandraOptions, EmbeddedClientOptions } from './embedded-cassandra-options.js';
import { findFreePort } from './free-ports.js';
import { findRuntime, type Runtime } from './server-runtime.js';

/** The name that a server gives to the only data centre, where nothing names one. */
export const DEFAULT_DATA_CENTER = 'datacenter1';
const DATA_CENTER_NAME = /^[A-Za-z0-9_-]+$/;
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
  const { version = DEFAULT_VERSION, log = () => {} } = options;
  const release = parseCassandraRelease(version);
  const dataCenters = dataCentersOfNodes(options);
  if (options.fast && options.directory !== undefined) {
    throw new EmbeddedCassandraOptionError('fast', 'forgets the schema, so it cannot be used with directory');
  }
  const runtime = await findRuntime(release, dataCenters.length, log);
  const places = await findPlaces(dataCenters, options.port);
  return { options, release, runtime, places, folder: await makeFolder(options.directory), id: randomUUID() };
}

/** For clients that are to connect to these nodes; a new object each time. */
export function clientOptionsOf({ options }: ServerPlan, places: readonly NodePlace[]): EmbeddedClientOptions {
  return {
    contactPoints: places.map(({ addresses, index, port }) => `${addresses[index]}:${port}`),
    localDataCenter: places[0]?.dataCenter ?? DEFAULT_DATA_CENTER,
    protocolOptions: { port: places[0]?.port ?? 0 },
    ...(options.authentication ? { credentials: { username: 'cassandra', password: 'cassandra' } } : {}),
  };
}

/** The data centre of each node; undefined where none was named. */
function dataCentersOfNodes({ nodes, dataCenters }: EmbeddedCassandraOptions): readonly (string | undefined)[] {
  if (!dataCenters) {
    requireCount('nodes', nodes ?? 1);
    return Array.from({ length: nodes ?? 1 });
  }
  if (nodes !== undefined) throw new EmbeddedCassandraOptionError('nodes', 'cannot be given beside dataCenters');
  for (const [name, count] of Object.entries(dataCenters)) {
    if (!DATA_CENTER_NAME.test(name))
      throw new EmbeddedCassandraOptionError('dataCenters', `cannot name one "${name}"`);
    requireCount('dataCenters', count);
  }
  const each = Object.entries(dataCenters).flatMap(([name, count]) => Array.from({ length: count }, () => name));
  requireCount('dataCenters', each.length);
  return each;
}

function requireCount(option: string, count: number): void {
  if (Number.isInteger(count) && count >= 1 && count <= MOST_NODES) return;
  throw new EmbeddedCassandraOptionError(option, `has ${count} nodes, not a number from 1 to ${MOST_NODES}`);
}

async function findPlaces(
  dataCenters: readonly (string | undefined)[],
  wishedPort: number | undefined,
): Promise<readonly NodePlace[]> {
  const addresses = dataCenters.map((_, index) => `127.0.0.${index + 1}`);
  const port = wishedPort ?? (await findFreePort(addresses));
  const storagePort = await findFreePort(addresses);
  return dataCenters.map((dataCenter, index) => ({ index, addresses, port, storagePort, dataCenter }));
}

async function makeFolder(directory: string | undefined): Promise<string> {
  if (directory === undefined) return mkdtemp(join(tmpdir(), 'nestjs-coodie-'));
  await mkdir(directory, { recursive: true });
  return resolve(directory);
}
