// Memory of a backfill of a million rows, or of as many as COODIE_BENCH_ROWS says: most of all against most in its first tenth.
import 'reflect-metadata';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Backfill, BackfillService, CoodieModule } from '../dist/index.js';
import { inFreshKeyspace, inParallel, withClient } from './measure.mjs';

const ROWS = Number(process.env.COODIE_BENCH_ROWS ?? 1_000_000);
/** Rows of a partition, and of a batch. */
const TOGETHER = 100;
const SAMPLED_EVERY = 100;

/** Rows that were handed to the backfill. */
let handled = 0;

class Fill {
  table = 'readings';
  columns = ['name'];

  row({ sensor, at, name }) {
    handled += 1;
    const cql = 'UPDATE readings SET label = ? WHERE sensor = ? AND at = ?';
    return { cql, params: [name.toUpperCase(), sensor, at] };
  }
}
Backfill('fill')(Fill);

/** One row, in megabytes. Another process does the backfill, which has had nothing else in its memory. */
export function memory(options) {
  return withClient(options, (client) =>
    inFreshKeyspace(client, 1, async (keyspace) => {
      await fill(client, keyspace);
      const child = fork(fileURLToPath(import.meta.url), [JSON.stringify({ ...options, keyspace })]);
      const [[message]] = await Promise.all([once(child, 'message'), once(child, 'exit')]);
      return [message];
    }),
  );
}

async function fill(client, keyspace) {
  const columns = 'sensor int, at int, name text, label text, PRIMARY KEY (sensor, at)';
  await client.execute(`CREATE TABLE ${keyspace}.readings (${columns})`);
  const query = `INSERT INTO ${keyspace}.readings (sensor, at, name) VALUES (?, ?, ?)`;
  const write = (sensor) => {
    const writes = Array.from({ length: TOGETHER }, (_, at) => ({ query, params: [sensor, at, `reading ${at}`] }));
    return client.batch(writes, { prepare: true, logged: false });
  };
  await inParallel([...Array(ROWS / TOGETHER).keys()], write, 32);
}

async function measured(service) {
  const most = { atFirst: 0, atAll: 0 };
  const timer = setInterval(() => {
    const { rss } = process.memoryUsage();
    most.atAll = Math.max(most.atAll, rss);
    if (handled < ROWS / 10) most.atFirst = Math.max(most.atFirst, rss);
  }, SAMPLED_EVERY);
  try {
    const { rows } = await service.run('fill', { restart: true });
    if (rows !== ROWS) throw new Error(`${rows} rows instead of ${ROWS}`);
  } finally {
    clearInterval(timer);
  }
  const inMegabytes = (bytes) => bytes / 1_000_000;
  return {
    what: `memory of a backfill of ${ROWS} rows, bare: its first tenth`,
    unit: ' MB',
    coodie: inMegabytes(most.atAll),
    bare: inMegabytes(most.atFirst),
    bound: 'at most 200 MB',
  };
}

if (process.send) {
  const { keyspace, ...client } = JSON.parse(process.argv[2]);
  class AppModule {}
  Module({ imports: [CoodieModule.forRoot({ client, keyspace })], providers: [Fill] })(AppModule);
  const app = await NestFactory.createApplicationContext(AppModule, { logger: false, abortOnError: false });
  const result = await measured(app.get(BackfillService));
  await app.close();
  process.send(result, () => process.disconnect());
}
