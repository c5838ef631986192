import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { EmbeddedCassandra } from '../../dist/testing/index.js';

const JEST = createRequire(import.meta.url).resolve('jest/bin/jest');
const SCHEMA = ['test/integration/(matrix|schema)/', 'test/integration/nest/sync\\.spec', 'test/property/'];
const SUITES = { schema: SCHEMA, all: [...SCHEMA, 'test/integration/(lock|migrations)/'] };
/** Schemas of the property test: `npm test` tries more of them. */
const CASES = '60';
/** Four times what it takes; a preview may hang. */
const TIME_LIMIT_MS = 15 * 60_000;

/** Starts the server of a version, runs the suites on it, and answers what came of it; never throws. */
export async function runVersion(version) {
  const startedAt = performance.now();
  const print = (line) => console.log(`${version.name} │ ${line}`);
  const outcome = await withServer(version, print, (server) => runJest(server, { part: version.part, print })).catch(
    explain,
  );
  return { version, ...outcome, seconds: (performance.now() - startedAt) / 1000 };
}

async function withServer({ release }, print, work) {
  const server = await EmbeddedCassandra.start({ version: release, fast: true, log: print });
  try {
    return await work(server);
  } finally {
    await server.stop();
  }
}

async function runJest(server, { part, print }) {
  const folder = await mkdtemp(join(tmpdir(), 'coodie-matrix-'));
  const outputFile = join(folder, 'results.json');
  try {
    const code = await jest(server, { part, outputFile, print });
    const results = await readFile(outputFile, 'utf8').catch(() => undefined);
    return results === undefined ? { problem: problemOf(code) } : countsOf(JSON.parse(results));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function problemOf(code) {
  const minutes = TIME_LIMIT_MS / 60_000;
  return code === 'SIGKILL' ? `It took more than ${minutes} minutes.` : `Jest ended with ${code} and no results.`;
}

async function jest(server, { part, outputFile, print }) {
  const args = [
    '--maxWorkers',
    '1',
    '--selectProjects',
    'integration',
    'property',
    '--json',
    '--outputFile',
    outputFile,
  ];
  const child = spawn(process.execPath, [JEST, ...args, '--testPathPatterns', ...SUITES[part]], {
    env: { ...process.env, ...environmentOf(server) },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: TIME_LIMIT_MS,
    killSignal: 'SIGKILL',
  });
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', print);
  const [code, signal] = await once(child, 'close');
  return code ?? signal;
}

function environmentOf({ contactPoints, localDataCenter }) {
  return {
    CASSANDRA_CONTACT_POINTS: contactPoints.join(','),
    CASSANDRA_LOCAL_DC: localDataCenter,
    COODIE_CASES: process.env.COODIE_CASES ?? CASES,
  };
}

function countsOf({ numTotalTestSuites, numPassedTests, numFailedTests, numRuntimeErrorTestSuites, testResults }) {
  const leftOut = testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status === 'pending').map(({ fullName }) => fullName),
  );
  return {
    suites: numTotalTestSuites,
    passed: numPassedTests,
    // A suite that cannot be loaded has no tests that could fail.
    failed: numFailedTests + numRuntimeErrorTestSuites,
    leftOut,
  };
}

/** A Java, Maven or network that is missing says so itself, and what to do about it. */
function explain(error) {
  return { problem: [error.message, error.hint].filter(Boolean).join('\n') };
}
