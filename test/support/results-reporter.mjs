import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/**
 * Keeps what became of each test below `.test-results`, one file a spec: scripts/check-guarantees.mjs looks there whether
 * the tests that docs/guarantees.md names have run and passed.
 */
export default class ResultsReporter {
  constructor({ rootDir }) {
    this.rootDir = rootDir;
  }

  onTestResult({ path }, { testResults }) {
    const spec = relative(this.rootDir, path);
    const target = join(this.rootDir, '.test-results', `${spec}.json`);
    mkdirSync(dirname(target), { recursive: true });
    const tests = testResults.map(({ fullName, status }) => ({ title: fullName, status }));
    writeFileSync(target, JSON.stringify({ spec, at: new Date().toISOString(), tests }));
  }
}
