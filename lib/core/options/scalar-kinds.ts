import { describeRange, type OptionKind, scalar } from './rule.js';
import { canonicalPolicy, POLICY } from './speculative-policy.js';

const LARGEST_INT = 2 ** 31 - 1;
// The false positive rate of the largest filter that Cassandra makes.
const SMALLEST_FALSE_POSITIVE_CHANCE = 6.71e-5;

export const TEXT: OptionKind = scalar({ expected: 'text', read: storedText }, storedText);

export const NAME: OptionKind = scalar(
  { expected: 'a name', read: (value) => (value === '' ? undefined : storedText(value)) },
  storedText,
);

export const FLAG: OptionKind = scalar({ expected: 'true or false', read: storedFlag }, storedFlag);

export const READ_REPAIR: OptionKind = scalar(
  {
    expected: "'BLOCKING' or 'NONE'",
    read: (value) => ['BLOCKING', 'NONE'].find((choice) => choice === storedText(value)?.toUpperCase()),
  },
  (value) => storedText(value)?.toUpperCase(),
);

/** A policy that only the server understands is compared as it is. */
export const SPECULATIVE: OptionKind = scalar(POLICY, (value) => {
  const text = storedText(value);
  return text === undefined ? undefined : (canonicalPolicy(text) ?? text);
});

export const PROBABILITY: OptionKind = scalar(
  { expected: 'a number from 0 to 1', read: (value) => numberWithin(value, 0, 1) },
  storedNumber,
);

export const FALSE_POSITIVE_CHANCE: OptionKind = scalar(
  {
    expected: 'a number above 0.0000671 and up to 1',
    read: (value) =>
      value === SMALLEST_FALSE_POSITIVE_CHANCE ? undefined : numberWithin(value, SMALLEST_FALSE_POSITIVE_CHANCE, 1),
  },
  storedNumber,
);

export function wholeNumber(from: number, { to = LARGEST_INT, unit = '' } = {}): OptionKind {
  const noun = unit === '' ? 'a whole number' : `a whole number of ${unit}`;
  return scalar(
    {
      expected: describeRange(noun, from, to),
      read: (value) => (Number.isInteger(value) ? numberWithin(value, from, to) : undefined),
    },
    storedNumber,
  );
}

function storedText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function storedFlag(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

function storedNumber(value: unknown): number | undefined {
  return numberWithin(value, -Infinity, Infinity);
}

// Adding 0 makes 0 of -0, which CQL would read as another text.
function numberWithin(value: unknown, from: number, to: number): number | undefined {
  return typeof value === 'number' && value >= from && value <= to ? value + 0 : undefined;
}
