// Checks that every test that docs/guarantees.md names exists, ran and passed: node scripts/check-guarantees.mjs [project …].
// With projects of Jest as arguments, only the tests of those are looked at. Jest's results are kept below .test-results.
import { existsSync, readFileSync } from 'node:fs';

const ROOT = new URL('..', import.meta.url);
const PAGE = 'docs/guarantees.md';
/** The architecture specs belong to the project of the unit tests. */
const FOLDERS = { unit: ['unit', 'architecture'] };

const folders = process.argv.slice(2).flatMap((project) => FOLDERS[project] ?? [project]);
const links = linksIn(readFileSync(new URL(PAGE, ROOT), 'utf8'));
const looked = links.filter(({ spec }) => folders.length === 0 || folders.includes(spec.split('/')[1]));
const problems = [
  ...(links.length === 0 ? [`${PAGE} names no test`] : []),
  ...links.filter(({ spec }) => !existsSync(new URL(spec, ROOT))).map(({ spec }) => `${spec} does not exist`),
  ...looked.flatMap(problemOf),
];

for (const problem of problems) console.error(`${PAGE}: ${problem}`);
console.log(`${PAGE}: ${looked.length} of ${links.length} tests looked up, ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;

/** Links such as [title of a test](../test/unit/name.spec.ts); the title is its full name, or a part of it. */
function linksIn(text) {
  return [...text.matchAll(/\[([^\]]+)\]\(\.\.\/(test\/[^)]+\.spec\.ts)\)/g)].map(([, title, spec]) => ({
    title: title.replaceAll('\\|', '|'),
    spec,
  }));
}

function problemOf({ title, spec }) {
  const results = new URL(`.test-results/${spec}.json`, ROOT);
  if (!existsSync(results)) return [`${spec} did not run`];
  const tests = JSON.parse(readFileSync(results, 'utf8')).tests.filter((test) => test.title.includes(title));
  if (tests.length === 0) return [`${spec} has no test "${title}"`];
  return tests.filter(({ status }) => status !== 'passed').map(({ status }) => `"${title}" in ${spec}: ${status}`);
}
