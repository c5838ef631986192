// npm run bench:versions -- OTHER: this version against another one, a checkout that is built, both in the same run: the command
// line with a script of 100,000 statements and with a history of 5,000 migrations. Processor time and the peak of memory count.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EmbeddedCassandra } from '../dist/testing/index.js';
import { inFreshKeyspace, median, withClient } from './measure.mjs';
import { scriptOf, smallMigration } from './migrations.mjs';

const STATEMENTS = 100_000;
const MIGRATIONS = 5_000;
const ROUNDS = 3;
const [, , other] = process.argv;
if (!other) throw new Error('Name the folder of the other version: npm run bench:versions -- ../other');
const VERSIONS = [fileURLToPath(new URL('..', import.meta.url)), resolve(other)];

const folder = mkdtempSync(join(tmpdir(), 'coodie-bench-'));
const server = process.env.CASSANDRA_CONTACT_POINTS ? undefined : await EmbeddedCassandra.start({ fast: true });
const hosts = process.env.CASSANDRA_CONTACT_POINTS ?? server.contactPoints.join(',');
try {
  const options = { contactPoints: hosts.split(','), localDataCenter: process.env.CASSANDRA_LOCAL_DC ?? 'datacenter1' };
  await withClient(options, (client) => inFreshKeyspace(client, 1, compareAll));
} finally {
  rmSync(folder, { recursive: true });
  await server?.stop();
}

function compareAll(keyspace) {
  const many = directory('statements', {
    '20260101_001_many.cql': `-- allow-destructive\n-- upgrade\n${scriptOf(STATEMENTS)}`,
  });
  const history = directory(
    'history',
    Object.fromEntries(Array.from({ length: MIGRATIONS }, (_, at) => smallMigration(at))),
  );
  const on = (dir) => ['--keyspace', keyspace, '--hosts', hosts, '--migrations-dir', dir];
  console.log('| what | processor time | other version | ratio | memory | other version | ratio |');
  console.log('|---|---|---|---|---|---|---|');
  compare(`lint of ${STATEMENTS} statements`, ['migrate', 'lint', '--migrations-dir', many]);
  compare(`dry run of ${STATEMENTS} statements`, ['migrate', '--dry-run', ...on(many), '--lock-wait', '0']);
  const [last] = smallMigration(MIGRATIONS - 1);
  run(VERSIONS[0], ['migrate', 'baseline', ...on(history), '--target', last.replace('.cql', ''), '--yes']);
  compare(`status of ${MIGRATIONS} migrations`, ['migrate', 'status', ...on(history)]);
}

function compare(what, args) {
  const [own, others] = usages(args);
  const cells = ['cpu', 'peak'].flatMap((key) => {
    const unit = key === 'cpu' ? 'ms' : 'MB';
    return [`${own[key].toFixed(0)} ${unit}`, `${others[key].toFixed(0)} ${unit}`, (own[key] / others[key]).toFixed(2)];
  });
  console.log(`| ${[what, ...cells].join(' | ')} |`);
}

/** Medians of rounds in turn. */
function usages(args) {
  const rounds = Array.from({ length: ROUNDS }, () => VERSIONS.map((version) => run(version, args)));
  return VERSIONS.map((_, at) => ({
    cpu: median(rounds.map((round) => round[at].cpu)),
    peak: median(rounds.map((round) => round[at].peak)),
  }));
}

/** Runs the command line of a version, and returns what it has used: milliseconds of the processor, megabytes. */
function run(version, args) {
  const usage = join(folder, 'usage.json');
  const node = ['--import', new URL('usage.mjs', import.meta.url).href, join(version, 'dist/cli/bin.js'), ...args];
  const env = { ...process.env, COODIE_BENCH_USAGE: usage };
  try {
    execFileSync(process.execPath, node, {
      env,
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'ignore', 'pipe'],
      maxBuffer: 2 ** 30,
    });
  } catch (error) {
    // Lint answers 5 where it has findings.
    if (error.status !== 5 || args[1] !== 'lint') throw error;
  }
  return JSON.parse(readFileSync(usage, 'utf8'));
}

function directory(name, files) {
  const path = join(folder, name);
  mkdirSync(path);
  for (const [file, text] of Object.entries(files)) writeFileSync(join(path, file), text);
  return path;
}
