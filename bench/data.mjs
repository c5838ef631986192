// What a backfill costs against a good client without checkpoints, and against the rows of a stream written 100 at a time; what
// the verification of a copy costs against the copy.
import 'reflect-metadata';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import cassandra from 'cassandra-driver';
import { CoodieModule, MigrationService } from '../dist/index.js';
import { inFreshKeyspace, inParallel, inRounds, spent, withClient } from './measure.mjs';

/** Enough that the costs of a migration as such do not count: the floor has none. */
const MANY = 200_000;
const ROWS = 50_000;
const AT_ONCE = 128;
const ROUNDS = 5;
const RANGES = 16;
/** Pages that the bare driver reads at a time; their writes share what is in flight. */
const READERS = 4;

const BACKFILL = `await context.backfill({ table: 'users', columns: ['name'], row: ({ id, name }) => ({
  cql: 'UPDATE users SET first_name = ?, last_name = ? WHERE id = ?', params: [...name.split(' '), id] }) });`;
const BY_HUNDREDS = `const cql = 'UPDATE users SET first_name = ?, last_name = ? WHERE id = ?';
  let waiting = [];
  for await (const { id, name } of context.stream('SELECT id, name FROM users')) {
    waiting.push(context.execute(cql, [...name.split(' '), id]));
    if (waiting.length === 100) await Promise.all(waiting.splice(0));
  }
  await Promise.all(waiting);`;
const copy = (verify) => `await context.copyTable({ from: 'users', to: 'copies', verify: '${verify}' });`;

/** Rows of backfills and copies. */
export async function data(options) {
  return [
    ...(await withRows(options, MANY, ({ keyspace, run }) =>
      againstFloor({ backfill: () => run(BACKFILL), floor: () => spent(() => floor(options, keyspace)) }),
    )),
    ...(await withRows(options, ROWS, ({ run }) =>
      againstOthers({
        backfill: () => run(BACKFILL),
        hundreds: () => run(BY_HUNDREDS),
        copy: () => run(copy('none')),
        verified: () => run(copy('hash')),
      }),
    )),
  ];
}

/** Works in an application on a keyspace with so many users. */
function withRows(options, rows, work) {
  return withClient(options, (client) =>
    inFreshKeyspace(client, 1, async (keyspace) => {
      await fill(client, keyspace, rows);
      const directory = mkdtempSync(join(tmpdir(), 'coodie-bench-'));
      const app = await applicationOf(options, keyspace, directory);
      try {
        return await work({ keyspace, run: migrator(app.get(MigrationService), directory) });
      } finally {
        await app.close();
        rmSync(directory, { recursive: true });
      }
    }),
  );
}

async function fill(client, keyspace, rows) {
  const columns = 'id int PRIMARY KEY, name text, first_name text, last_name text';
  for (const table of ['users', 'copies']) await client.execute(`CREATE TABLE ${keyspace}.${table} (${columns})`);
  const insert = `INSERT INTO ${keyspace}.users (id, name) VALUES (?, ?)`;
  await inParallel(
    [...Array(rows).keys()],
    (id) => client.execute(insert, [id, `First${id} Last${id}`], { prepare: true }),
    AT_ONCE,
  );
}

async function applicationOf(client, keyspace, dir) {
  class AppModule {}
  Module({ imports: [CoodieModule.forRoot({ client, keyspace, migrations: { dir, baseDir: dir } })] })(AppModule);
  return NestFactory.createApplicationContext(AppModule, { logger: false, abortOnError: false });
}

/** Applies a migration of its own each time, and tells what it took. */
function migrator(migrations, directory) {
  let number = 0;
  return async (body) => {
    number += 1;
    const name = `20260101_${String(number).padStart(3, '0')}_work`;
    writeFileSync(
      join(directory, `${name}.mjs`),
      `export default class { reversible = false; async upgrade(context) { ${body} } }`,
    );
    return spent(() => migrations.apply());
  };
}

/** Ranges of tokens in large pages, written by the driver's own means for many writes, with the client as an application has it. */
async function floor(options, keyspace) {
  const queryOptions = { prepare: true, isIdempotent: true, consistency: cassandra.types.consistencies.localQuorum };
  const client = new cassandra.Client({ ...options, keyspace, queryOptions });
  const select = 'SELECT id, name FROM users WHERE token(id) > ? AND token(id) <= ?';
  const update = 'UPDATE users SET first_name = ?, last_name = ? WHERE id = ?';
  const step = 2n ** 64n / BigInt(RANGES);
  const edges = Array.from({ length: RANGES + 1 }, (_, index) => -(2n ** 63n) + step * BigInt(index));
  edges[RANGES] = 2n ** 63n - 1n;
  const writeRange = async (range) => {
    let pageState;
    do {
      const bounds = [String(edges[range]), String(edges[range + 1])];
      const page = await client.execute(select, bounds, { fetchSize: 5_000, pageState });
      pageState = page.pageState;
      const values = page.rows.map(({ id, name }) => [...name.split(' '), id]);
      const atOnce = { concurrencyLevel: AT_ONCE / READERS, raiseOnFirstError: true };
      if (values.length > 0) await cassandra.concurrent.executeConcurrent(client, update, values, atOnce);
    } while (pageState);
  };
  await inParallel([...Array(RANGES).keys()], writeRange, READERS);
  await client.shutdown();
}

async function againstFloor(ways) {
  const of = await inRounds(ROUNDS, ways);
  const what = `backfill of ${MANY} rows, bare: no checkpoints`;
  return [
    { what, coodie: of('backfill', 'wall'), bare: of('floor', 'wall'), bound: 'at most 1.0' },
    { what: `${what}, processor time`, coodie: of('backfill', 'cpu'), bare: of('floor', 'cpu'), bound: 'at most 1.1' },
  ];
}

async function againstOthers(ways) {
  const of = await inRounds(ROUNDS, ways);
  const rows = `${ROWS} rows`;
  return [
    {
      what: `backfill of ${rows}, bare: a stream written 100 at a time`,
      coodie: of('backfill', 'wall'),
      bare: of('hundreds', 'wall'),
      bound: 'at most 0.5',
    },
    {
      what: `verification by hash of a copy of ${rows}, bare: the copy`,
      coodie: of('verified', 'wall') - of('copy', 'wall'),
      bare: of('copy', 'wall'),
      bound: 'at most 0.6',
    },
  ];
}
