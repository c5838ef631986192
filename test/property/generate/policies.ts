import * as fc from 'fast-check';
import { canonicalPolicy } from '../../../lib/core/options/speculative-policy.js';

const percent = fc.oneof(
  fc.integer({ min: 1, max: 99 }).map(String),
  fc.double({ min: 0.001, max: 99.99, noNaN: true, noDefaultInfinity: true }).map((value) => value.toFixed(6)),
  // These lie just in the middle of two numbers of four decimals.
  fc.integer({ min: 1, max: 3_199 }).map((value) => String(value / 32)),
  fc.constantFrom('99.0', '099', '99.', '.5', '99.99'),
);
const percentile = fc
  .tuple(percent, fc.constantFrom('p', 'P', 'percentile', 'PERCENTILE'))
  .map((parts) => parts.join(''));
const delay = fc
  .tuple(
    fc.oneof(
      fc.integer({ min: 0, max: 100_000 }).map(String),
      fc.double({ min: 0, max: 10_000, noNaN: true }).map((value) => value.toFixed(3)),
      fc.constantFrom('007', '50.0', '50.', '.7', '99999999999'),
    ),
    fc.constantFrom('ms', 'MS', 'Ms'),
  )
  .map((parts) => parts.join(''));
const pair = fc
  .tuple(
    fc.constantFrom('min', 'MIN', 'max', 'Max'),
    percentile,
    delay,
    fc.constantFrom(',', ', ', ' , '),
    fc.boolean(),
  )
  .map(
    ([choice, first, second, comma, swap]) =>
      `${choice}(${swap ? `${second}${comma}${first}` : `${first}${comma}${second}`})`,
  );

/** `speculativeRetry` and `additionalWritePolicy` in the spellings that the server takes. */
export const anyPolicy = fc
  .oneof(percentile, delay, pair, fc.constantFrom('ALWAYS', 'always', 'NEVER', 'never', 'NONE', 'None'))
  .filter((text) => canonicalPolicy(text) !== undefined);
