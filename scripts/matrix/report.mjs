const HEADINGS = ['version', 'suites', 'passed', 'failed', 'left out', 'seconds'];

/** Prints what was left out and why, a table, and the sum; answers whether everything passed that must. */
export function printReport(results) {
  for (const result of results) printRemarks(result);
  printTable([HEADINGS, ...results.map(cellsOf)]);
  const counted = results.filter(({ version }) => !version.isPreview);
  const failed = sum(counted.map(failuresOf));
  const passed = sum(counted.map((result) => result.passed ?? 0));
  // In the words of Jest, for whoever adds them up.
  console.log(`\nTests: ${failed} failed, ${passed} passed, ${failed + passed} total`);
  return failed === 0 && counted.every(({ passed: some }) => some !== 0);
}

function printRemarks({ version, problem, leftOut = [] }) {
  if (problem) console.log(`\nCassandra ${version.release} has no results.\n  ${problem.replaceAll('\n', '\n  ')}`);
  if (leftOut.length > 0) console.log(`\nLeft out on Cassandra ${version.release}:`);
  for (const title of leftOut) console.log(`  ${title}`);
}

function cellsOf(result) {
  const { version, suites, passed, leftOut, seconds } = result;
  const name = version.isPreview ? `${version.release} (preview, does not count)` : version.release;
  const counts = result.problem ? ['-', '-', 'no results', '-'] : [suites, passed, failuresOf(result), leftOut.length];
  return [name, ...counts.map(String), String(Math.round(seconds))];
}

const failuresOf = ({ problem, failed }) => (problem ? 1 : failed);
const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

function printTable(rows) {
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (row) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column])));
  console.log(`\n${rows.map((row) => line(row).join('  ').trimEnd()).join('\n')}`);
}
