// What a process pays for coodie: importing it, and a start that finds nothing to do, against Nest and the driver alone. Each
// measure is a process of its own, which begins with this file.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const SELF = fileURLToPath(import.meta.url);
const TABLES = 20;
const ROUNDS = 9;
const run = promisify(execFile);

const [, script, measure, argument] = process.argv;
if (script === SELF && measure) {
  await { bare, coodie, bareStart, coodieStart }[measure](argument && JSON.parse(argument));
  const { user, system } = process.cpuUsage();
  console.log(JSON.stringify({ wall: performance.now(), cpu: (user + system) / 1_000 }));
  process.exit();
}

/** Rows of import and of an unchanged start, by the clock and by the time of the processor. */
export async function startUp(options) {
  const { inFreshKeyspace, withClient } = await import('./measure.mjs');
  return withClient(options, (client) =>
    inFreshKeyspace(client, 1, async (keyspace) => {
      const argument = JSON.stringify({ client: options, keyspace });
      await measured('coodieStart', argument);
      return [
        ...(await compared('import', ['coodie', 'bare'])),
        ...(await compared(`unchanged start of a process, ${TABLES} tables`, ['coodieStart', 'bareStart'], argument)),
      ];
    }),
  );
}

async function compared(what, [first, second], argument) {
  const { median } = await import('./measure.mjs');
  const results = { [first]: [], [second]: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const name of round % 2 === 0 ? [first, second] : [second, first])
      results[name].push(await measured(name, argument));
  }
  const of = (name, key) => median(results[name].map((result) => result[key]));
  return [
    { what: `${what}, by the clock`, coodie: of(first, 'wall'), bare: of(second, 'wall') },
    { what: `${what}, processor time`, coodie: of(first, 'cpu'), bare: of(second, 'cpu') },
  ];
}

async function measured(name, argument = 'null') {
  const { stdout } = await run(process.execPath, [SELF, name, argument]);
  return JSON.parse(stdout);
}

async function bare() {
  await Promise.all(
    ['reflect-metadata', '@nestjs/common', '@nestjs/core', 'cassandra-driver'].map((name) => import(name)),
  );
}

async function coodie() {
  await bare();
  await import('../dist/index.js');
}

async function bareStart({ client, keyspace }) {
  const { Client } = await import('cassandra-driver');
  const { Module } = await import('@nestjs/common');
  const { NestFactory } = await import('@nestjs/core');
  await import('reflect-metadata');
  const { readAll } = await import('./reads.mjs');
  class AppModule {}
  Module({})(AppModule);
  const app = await NestFactory.createApplicationContext(AppModule, { logger: false });
  const connection = new Client(client);
  await connection.connect();
  await readAll(connection, keyspace);
  await connection.shutdown();
  await app.close();
}

async function coodieStart({ client, keyspace }) {
  const { entitiesOf, withApplication } = await import('./application.mjs');
  await withApplication({ client, keyspace, onBootstrap: 'sync' }, entitiesOf(TABLES), async () => {});
}
