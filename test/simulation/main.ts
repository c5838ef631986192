import 'reflect-metadata';
import { report, runSeeds, survey } from './run-seeds.js';

const options = Object.fromEntries(
  process.argv
    .slice(2)
    .flatMap((argument, index, all) => (argument.startsWith('--') ? [[argument.slice(2), all[index + 1] ?? '']] : [])),
);
const [from = 1, to = 2_000] = (options['seeds'] ?? '').split('-').filter(Boolean).map(Number);
const single = options['seed'] === undefined ? undefined : Number(options['seed']);
if ('survey' in options) {
  for (const [invariant, seeds] of await survey({ from, to }))
    console.log(`${seeds.length} x ${invariant}: ${seeds.slice(0, 12).join(' ')}`);
  process.exit(0);
}
const summary = await runSeeds({
  from: single ?? from,
  to: single ?? (options['minutes'] === undefined ? to : Number.POSITIVE_INFINITY),
  minutes: options['minutes'] === undefined ? undefined : Number(options['minutes']),
  wholeTrace: 'trace' in options,
});
process.exitCode = report(summary, { trace: 'trace' in options });
