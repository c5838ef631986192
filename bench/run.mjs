// npm run bench: coodie against the bare driver, both in the same run on the same servers. Ratios count, times do not.
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { EmbeddedCassandra } from '../dist/testing/index.js';
import { bullmq } from './bullmq.mjs';
import { data } from './data.mjs';
import { firstSpec } from './first-spec.mjs';
import { lockWaiters } from './lock.mjs';
import { memory } from './memory.mjs';
import { models } from './models.mjs';
import {
  diffOfThousandTables,
  firstCreation,
  migrations,
  pageOfThreeHundredTables,
  unchangedStart,
} from './scenarios.mjs';
import { spans } from './spans.mjs';
import { startUp } from './start-up.mjs';
import { tenants } from './tenants.mjs';

const VERSION = '5.0.8';
const HEAD = '| nodes | what | coodie | bare driver | ratio | bound | |\n|---|---|---|---|---|---|---|';

const rows = [
  ...(await measured(0, [diffOfThousandTables, pageOfThreeHundredTables])),
  ...(await measured(1, [firstSpec])),
  ...(await onServer(1, [
    startUp,
    spans,
    models,
    data,
    bullmq,
    memory,
    (options) => unchangedStart(options, 1),
    (options) => unchangedStart(options, 100),
    (options) => firstCreation(options, { tables: 100, replicas: 1, rounds: 2, bound: 'at most 1.1' }),
    (options) => migrations(options, { count: 100, replicas: 1, rounds: 5, agreed: true, bound: 'at most 1.15' }),
  ])),
  ...(await onServer(1, [tenants])),
  ...(await onServer(3, [
    (options) => firstCreation(options, { tables: 10, replicas: 3, rounds: 1, bound: 'at most 0.4' }),
    (options) => migrations(options, { count: 30, replicas: 3, rounds: 1, bound: 'at most 0.4' }),
    (options) => lockWaiters(options, { waiters: 20, replicas: 3 }),
    (options) => lockWaiters(options, { waiters: 100, replicas: 3 }),
  ])),
];

writeFileSync(new URL('results.md', import.meta.url), text([HEAD, ...rows].join('\n')));

async function onServer(nodes, measures) {
  const server = await EmbeddedCassandra.start({ version: VERSION, nodes });
  try {
    return await measured(nodes, measures, { ...server.clientOptions, socketOptions: { readTimeout: 60_000 } });
  } finally {
    await server.stop();
  }
}

/** Lines of the table, each printed as soon as it is there: all of them take half an hour. */
async function measured(nodes, measures, options) {
  const lines = [];
  for (const measure of measures) {
    const results = [await measure(options)].flat();
    const found = results.map((result) => lineOf({ nodes, ...result }));
    console.log(found.join('\n'));
    lines.push(...found);
  }
  return lines;
}

function lineOf({ nodes, what, unit = ' ms', coodie, bare, statements = '', bound = '' }) {
  const ratio = bare === undefined ? '' : (coodie / bare).toFixed(2);
  const times = [coodie, bare].map((time) => (time === undefined ? '' : `${time.toFixed(1)}${unit}`));
  return `| ${[nodes || '–', what, ...times, ratio, bound, statements].join(' | ')} |`;
}

function text(results) {
  const machine = `Node ${process.versions.node}, Cassandra ${VERSION}, ${cpus().length} processors`;
  return `# Against the bare driver

Medians of runs in turn on the same servers (${machine}); made by \`npm run bench\`. The bare driver waits
for schema agreement in its own way, which is its default: on one node not at all. Against the migrations on one node it is
made to ask after each statement, with its \`checkSchemaAgreement\`. Against the lock, it asks for a row each second with a
lightweight transaction, until it gets it.

${results}
`;
}
