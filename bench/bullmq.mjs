// What a queue costs: one worker with BullMQ against the same backfill run by one process, ranges of 10,000 rows. Both are
// timed from their first row to the end of their last range: a worker notices a start within 2 seconds, however long the
// backfill is.
import 'reflect-metadata';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { BullModule } from '@nestjs/bullmq';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CoodieBackfillModule } from '../dist/bullmq/index.js';
import { Backfill, BackfillService, CoodieModule } from '../dist/index.js';
import { inFreshKeyspace, inParallel, inRounds, withClient } from './measure.mjs';

const ROWS = 80_000;
const RANGES = 8;
const ROUNDS = 5;
const AT_ONCE = 128;
const WHAT = `backfill of ${ROWS} rows by a worker with BullMQ, bare: in process`;

/** When the run at hand has handled its first row. */
let begun;

class Split {
  table = 'users';
  columns = ['name'];
  ranges = RANGES;

  row({ id, name }) {
    begun ??= { at: Date.now(), cpu: process.cpuUsage() };
    return {
      cql: 'UPDATE users SET first_name = ?, last_name = ? WHERE id = ?',
      params: [...name.split(' '), id],
    };
  }
}
Backfill('split')(Split);

/** Rows of time and of processor time; one that says so where there is no Redis. */
export async function bullmq(options) {
  if (spawnSync('redis-server', ['--version']).status !== 0)
    return [{ what: `${WHAT}: not measured, as redis-server is not in the PATH` }];
  const port = await freePort();
  const redis = spawn('redis-server', ['--port', String(port), '--save', '', '--appendonly', 'no'], {
    stdio: 'ignore',
  });
  try {
    return await withClient(options, (client) =>
      inFreshKeyspace(client, 1, async (keyspace) => {
        await fill(client, keyspace);
        const connection = { host: '127.0.0.1', port };
        return compared({
          worker: () =>
            withApplication(options, { keyspace, connection }, (service) => byWorker(service, client, keyspace)),
          alone: () => withApplication(options, { keyspace }, (service) => alone(service, client, keyspace)),
        });
      }),
    );
  } finally {
    redis.kill('SIGKILL');
  }
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

async function fill(client, keyspace) {
  await client.execute(
    `CREATE TABLE ${keyspace}.users (id int PRIMARY KEY, name text, first_name text, last_name text)`,
  );
  const insert = `INSERT INTO ${keyspace}.users (id, name) VALUES (?, ?)`;
  const write = (id) => client.execute(insert, [id, `First${id} Last${id}`], { prepare: true });
  await inParallel([...Array(ROWS).keys()], write, AT_ONCE);
}

async function withApplication(client, { keyspace, connection }, work) {
  class AppModule {}
  const worker = connection ? [BullModule.forRoot({ connection }), CoodieBackfillModule.forRoot()] : [];
  Module({ imports: [CoodieModule.forRoot({ client, keyspace }), ...worker], providers: [Split] })(AppModule);
  const app = await NestFactory.createApplicationContext(AppModule, { logger: false, abortOnError: false });
  try {
    return await work(app.get(BackfillService));
  } finally {
    await app.close();
  }
}

function byWorker(service, client, keyspace) {
  return spent(client, keyspace, async () => {
    await service.start('split', { restart: true });
    while ((await service.status('split')).state !== 'finished') await delay(100);
  });
}

function alone(service, client, keyspace) {
  return spent(client, keyspace, () => service.run('split', { restart: true }));
}

async function spent(client, keyspace, work) {
  begun = undefined;
  await work();
  const { user, system } = process.cpuUsage(begun.cpu);
  const { rows } = await client.execute(`SELECT done_at FROM ${keyspace}."_coodie_backfill_ranges"`);
  if (rows.length !== RANGES) throw new Error(`${rows.length} ranges instead of ${RANGES}`);
  const ended = Math.max(...rows.map((row) => row.done_at.getTime()));
  return { wall: ended - begun.at, cpu: (user + system) / 1_000 };
}

async function compared(ways) {
  const of = await inRounds(ROUNDS, ways);
  return [
    { what: WHAT, coodie: of('worker', 'wall'), bare: of('alone', 'wall'), bound: 'at most 1.18' },
    { what: `${WHAT}, processor time`, coodie: of('worker', 'cpu'), bare: of('alone', 'cpu') },
  ];
}
