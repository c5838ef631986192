// The tests that ask the server, on a real one of each version: `npm run test:matrix`, or `-- 4.0 4.1` for some of them.
// `4.1:schema` leaves out those of the lock and of migrations, which ask for little that differs between versions.
import { availableParallelism } from 'node:os';
import { printReport } from './matrix/report.mjs';
import { runVersion } from './matrix/run-version.mjs';
import { chooseVersions } from './matrix/versions.mjs';

const { versions, unknown } = chooseVersions(process.argv.slice(2));
if (unknown.length > 0) {
  console.error(
    `No such version: ${unknown.join(', ')}. There are ${chooseVersions([])
      .versions.map(({ name }) => name)
      .join(', ')}.`,
  );
  process.exit(2);
}

const queue = [...versions];
const results = new Map();
// A server and its tests take turns with each other: two pairs keep two processors busy.
await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, work));
const isGood = printReport(versions.map((version) => results.get(version)));
process.exitCode = isGood ? 0 : 1;

async function work() {
  for (let version = queue.shift(); version; version = queue.shift()) results.set(version, await runVersion(version));
}
