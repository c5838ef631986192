import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { MigrationService, SchemaService } from '../dist/index.js';
import { diffSchema } from '../build/core/diff/diff-schema.js';
import { parseEntities } from '../build/core/entity/parse-entities.js';
import { diagramOf } from '../build/core/erd/diagram.js';
import { renderPage } from '../build/present/page/render-page.js';
import { entitiesOf, withApplication } from './application.mjs';
import { inFreshKeyspace, inTurn, median, statementsOf, timed, withClient } from './measure.mjs';
import { readAll } from './reads.mjs';

const isDdl = (cql) => /^\s*(create|alter|drop)/i.test(cql);

/** The pure difference of 1,000 tables with 20 columns each from themselves. */
export function diffOfThousandTables() {
  const [schema] = parseEntities(entitiesOf(1_000, { columns: 19, indexes: 1 }), { keyspace: 'bench' });
  const times = Array.from({ length: 30 }, () => {
    const startedAt = performance.now();
    diffSchema(schema, schema);
    return performance.now() - startedAt;
  });
  return { what: 'diff of 1,000 tables × 20 columns', coodie: median(times), bound: 'under 50 ms' };
}

/** The page of the dashboard with its diagram, made of what was read of 300 tables with 10 columns each. */
export function pageOfThreeHundredTables() {
  const [schema] = parseEntities(entitiesOf(300, { columns: 9, indexes: 1 }), { keyspace: 'bench' });
  const read = (value) => ({ kind: 'read', value });
  const times = Array.from({ length: 30 }, () => {
    const startedAt = performance.now();
    const connection = {
      name: 'default',
      keyspace: 'bench',
      migrationsDir: 'migrations',
      server: read({ cluster: 'bench', version: '5.0.8', dataCenter: 'datacenter1' }),
      migrations: read([]),
      backfills: read([]),
      tenants: undefined,
      holder: read(undefined),
      plan: read(undefined),
      diagram: diagramOf([schema]),
      drawn: read('database'),
    };
    renderPage({ connections: [connection], now: new Date(), base: '', refreshes: false });
    return performance.now() - startedAt;
  });
  return { what: 'dashboard, 300 tables × 10 columns', coodie: median(times), bound: 'under 300 ms' };
}

/** A start that finds nothing to do, against the same reads sent by the bare driver. */
export function unchangedStart(options, tables) {
  return withClient(options, (client) =>
    inFreshKeyspace(client, 1, (keyspace) =>
      withApplication({ client: options, keyspace }, entitiesOf(tables), (app) =>
        measureStart(app.get(SchemaService), client, { keyspace, tables }),
      ),
    ),
  );
}

async function measureStart(schema, client, { keyspace, tables }) {
  await schema.sync();
  const sent = await statementsOf(() => schema.sync());
  const times = await inTurn(
    40,
    () => timed(() => schema.sync()),
    () => timed(() => readAll(client, keyspace)),
  );
  const statements = `${sent.length} statements, ${sent.filter(isDdl).length} DDL`;
  const what = `unchanged start, ${tables} tables × 2 indexes`;
  return { what, coodie: times.first, bare: times.second, statements, bound: 'at most 1.5' };
}

/** The first creation of tables and indexes, against the same statements sent by the bare driver. */
export async function firstCreation(options, { tables, replicas, rounds, bound }) {
  const entities = entitiesOf(tables);
  return withClient(options, async (client) => {
    const statements = await inFreshKeyspace(client, replicas, (keyspace) =>
      withApplication({ client: options, keyspace }, entities, (app) => app.get(SchemaService).sync({ dryRun: true })),
    );
    const times = await inTurn(
      rounds,
      () => inFreshKeyspace(client, replicas, (keyspace) => createWithCoodie(options, keyspace, entities)),
      () => inFreshKeyspace(client, replicas, (keyspace) => createBare(options, keyspace, statements)),
    );
    const what = `first creation, ${tables} tables × 2 indexes`;
    return { what, coodie: times.first, bare: times.second, statements: `${statements.length} DDL`, bound };
  });
}

function createWithCoodie(client, keyspace, entities) {
  return withApplication({ client, keyspace }, entities, (app) => timed(() => app.get(SchemaService).sync()));
}

function createBare(options, keyspace, statements, agreed = false) {
  return withClient({ ...options, keyspace }, (client) => timed(() => sendAll(client, statements, agreed)));
}

async function sendAll(client, statements, agreed) {
  for (const cql of statements) {
    await client.execute(cql);
    while (agreed && !(await client.metadata.checkSchemaAgreement())) await delay(15);
  }
}

/**
 * Migrations of one DDL each, against the same statements sent by the bare driver; with `agreed`, it asks after each one
 * whether the hosts agree, which its own wait leaves out where there is one host.
 */
export async function migrations(options, { count, replicas, rounds, agreed = false, bound }) {
  const dir = mkdtempSync(join(tmpdir(), 'coodie-bench-'));
  const statements = Array.from({ length: count }, (_, number) => `CREATE TABLE made_${number} (id int PRIMARY KEY)`);
  statements.forEach((cql, number) =>
    writeFileSync(join(dir, `20260101_${String(number).padStart(3, '0')}_table.cql`), cql),
  );
  try {
    const times = await withClient(options, (client) =>
      inTurn(
        rounds,
        () => inFreshKeyspace(client, replicas, (keyspace) => migrateWithCoodie(options, keyspace, dir)),
        () => inFreshKeyspace(client, replicas, (keyspace) => createBare(options, keyspace, statements, agreed)),
      ),
    );
    const what = `${count} migrations of one DDL`;
    return { what, coodie: times.first, bare: times.second, statements: `${count} DDL`, bound };
  } finally {
    rmSync(dir, { recursive: true });
  }
}

function migrateWithCoodie(client, keyspace, dir) {
  return withApplication({ client, keyspace, migrations: { dir } }, [], (app) =>
    timed(() => app.get(MigrationService).apply()),
  );
}
