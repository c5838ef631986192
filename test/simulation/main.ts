import 'reflect-metadata';
import { report, reportAsJson, runSeeds, survey } from './run-seeds.js';

const options = Object.fromEntries(
  process.argv
    .slice(2)
    .flatMap((argument, index, all) => (argument.startsWith('--') ? [[argument.slice(2), all[index + 1] ?? '']] : [])),
);
const [first = 1, last = 2_000] = (options['seeds'] ?? '').split('-').filter(Boolean).map(Number);
const single = options['seed'] === undefined ? undefined : Number(options['seed']);
const minutes = options['minutes'] === undefined ? undefined : Number(options['minutes']);
const from = single ?? Number(options['from'] ?? first);

if ('survey' in options) {
  for (const [invariant, seeds] of await survey({ from, to: last }))
    console.log(`${seeds.length} x ${invariant}: ${seeds.slice(0, 12).join(' ')}`);
} else {
  const to = single ?? (minutes === undefined ? last : Number.POSITIVE_INFINITY);
  const summary = await runSeeds({ from, to, minutes, wholeTrace: 'trace' in options });
  process.exitCode = 'json' in options ? reportAsJson(summary) : report(summary, { trace: 'trace' in options });
}
