import { Client } from 'cassandra-driver';
import { renderChange } from '../../../lib/core/render/render-change.js';
import { diffSchema } from '../../../lib/core/diff/diff-schema.js';
import { findObstacles } from '../../../lib/core/diff/obstacles/find-obstacles.js';
import type { ObstacleKind } from '../../../lib/core/diff/obstacle-kind.js';
import { isApplicable } from '../../../lib/core/diff/risk.js';
import type { SchemaModel } from '../../../lib/core/model/schema-model.js';
import { CassandraStartError, EmbeddedCassandra } from '../../../lib/testing/index.js';
import { LiveSchema, type Parts } from '../../support/live-schema.js';
import { index, table, userType, view } from '../../support/models.js';
import { isSince, itOn, serverRelease, serverVersion, type VersionRange } from '../../support/server-version.js';
import type { ObstacleLine } from './obstacle-lines.js';
import { answerOf, seeObstacle } from './see-obstacle.js';

const INVALID = 0x2200;
const plain = table('t', { columns: { v: 'int' } });

const SWITCHED_OFF: readonly ObstacleLine[] = [
  {
    title: 'a view',
    obstacle: 'no-views',
    from: { tables: [plain] },
    to: {
      tables: [plain],
      views: [view('m', 't', { partitionKey: ['v', 'id'], where: ['id IS NOT NULL', 'v IS NOT NULL'] })],
    },
    server: INVALID,
  },
  {
    title: 'a SASI index',
    obstacle: 'no-sasi',
    from: { tables: [plain] },
    to: { tables: [{ ...plain, indexes: [index('i', 'v', { using: 'org.apache.cassandra.index.sasi.SASIIndex' })] }] },
    server: INVALID,
  },
];

describe('what is refused by a server that has it switched off', () => {
  const names = ['materialized_views', 'sasi_indexes'];
  const switches = names.map((name) => (isSince('4.1') ? `${name}_enabled` : `enable_${name}`));
  const settings = Object.fromEntries(switches.map((name) => [name, false]));

  itOn({}, SWITCHED_OFF.map((line) => `${line.title}: the server ${answerOf(line)}`).join('; '), () =>
    withServer({ settings, fast: true }, async (client) => {
      for (const line of SWITCHED_OFF) await LiveSchema.with(client, 'off', (live) => seeObstacle(live, line));
    }),
  );
});

/** What a server takes without a word, and cannot start again with. */
interface Trap {
  readonly title: string;
  readonly obstacle: ObstacleKind;
  readonly schema: Parts;
  readonly on?: VersionRange;
}

const TRAPS: readonly Trap[] = [
  {
    title: 'a user type with the name of a built-in one',
    obstacle: 'type-name',
    schema: { types: [userType('date', { a: 'int' })], tables: [table('t', { columns: { p: 'frozen<"date">' } })] },
  },
  {
    title: 'an index with a name of 250 characters',
    obstacle: 'index-name-length',
    schema: { tables: [{ ...plain, indexes: [index('i'.repeat(250), 'v', { using: 'sai' })] }] },
    on: { since: '5.0' },
  },
];

describe('what a server takes, and cannot start again with', () => {
  for (const trap of TRAPS) itOn(trap.on ?? {}, `is refused: ${trap.title}`, () => seeTrap(trap));
});

async function seeTrap({ schema, obstacle }: Trap): Promise<void> {
  const empty: SchemaModel = { keyspace: 'k', types: [], tables: [], views: [] };
  const changes = diffSchema(empty, { ...empty, ...schema });
  const switches = { materializedViews: true, sasi: true, cdc: false };
  const found = findObstacles(empty, changes, { kind: 'cassandra', version: serverVersion(), ...switches });
  expect(found.flatMap((change) => (change.kind === 'blocked' ? [change.obstacle] : []))).toEqual([obstacle]);
  const statements = changes.filter(isApplicable).flatMap((change) => renderChange(change, 'k'));
  await withServer({ startTimeout: 60_000 }, async (client, cassandra) => {
    await client.execute("CREATE KEYSPACE k WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
    for (const cql of [...statements, 'INSERT INTO k.t (id) VALUES (1)']) await client.execute(cql);
    // Or the driver would go on looking for the server.
    await client.shutdown();
    await expect(cassandra.restart(0)).rejects.toThrow(CassandraStartError);
  });
}

type Options = Parameters<typeof EmbeddedCassandra.start>[0];

async function withServer(
  options: Options,
  work: (client: Client, cassandra: EmbeddedCassandra) => Promise<unknown>,
): Promise<void> {
  const cassandra = await EmbeddedCassandra.start({ ...options, version: serverRelease() });
  const client = new Client(cassandra.clientOptions);
  try {
    await work(client, cassandra);
  } finally {
    await client.shutdown();
    await cassandra.stop();
  }
}
