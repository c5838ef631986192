import { byteSize, DECIMAL, describeRange, type Rule } from './rule.js';

const WHOLE = /^-?\d+$/;
const PERCENTAGE = /^\d+(\.\d+)?%$/;
const SCALING = /^(N|[LT](?!0*[01]$)\d+|[+-]?\d+)$/;
const LARGEST = 2 ** 31 - 1;

/** The values of sub-options are stored as text; each rule takes that text, or the JavaScript value that it stands for. */
export function wholeNumber(from: number, to: number = LARGEST): Rule<string> {
  return {
    expected: describeRange('a whole number', from, to),
    read: (value) => within(value, WHOLE, from, to),
  };
}

export function decimal(from = -Infinity): Rule<string> {
  return {
    expected: describeRange('a number', from, Infinity),
    read: (value) => within(value, DECIMAL, from, Infinity),
  };
}

export const SWITCH: Rule<string> = {
  expected: 'true or false',
  read: (value) => {
    const text = typeof value === 'boolean' || typeof value === 'string' ? String(value).toLowerCase() : '';
    return text === 'true' || text === 'false' ? text : undefined;
  },
};

/** Exactly one of these: the server tells upper from lower case. */
export function oneOf(...choices: readonly string[]): Rule<string> {
  return {
    expected: choices.map((choice) => `'${choice}'`).join(' or '),
    read: (value) => choices.find((choice) => choice === value),
  };
}

/** One of these in upper or lower case. */
export function oneOfAnyCase(...choices: readonly string[]): Rule<string> {
  const { expected, read } = oneOf(...choices);
  return { expected, read: (value) => (typeof value === 'string' ? read(value.toUpperCase()) : undefined) };
}

export function size(smallest: string): Rule<string> {
  const least = byteSize(smallest) ?? 0;
  return {
    expected: `a size with its unit such as '512MiB', ${smallest} or more`,
    read: (value) => (typeof value === 'string' && (byteSize(value) ?? -1) >= least ? value : undefined),
  };
}

export const SHARE: Rule<string> = {
  expected: "a number from 0 to 1, or a percentage such as '33%'",
  read: (value) => {
    if (typeof value !== 'string' || !PERCENTAGE.test(value)) return within(value, DECIMAL, 0, 1);
    return Number.parseFloat(value) <= 100 ? value : undefined;
  },
};

export const SCALING_PARAMETERS: Rule<string> = {
  expected: "a list such as 'T4, L10, N' (T and L with 2 or more)",
  read: (value) => {
    const text = typeof value === 'number' ? String(value) : value;
    if (typeof text !== 'string') return undefined;
    return text.split(',').every((part) => SCALING.test(part.trim())) ? text : undefined;
  },
};

/** Whatever a class of another maker may understand. */
export const ANY_TEXT: Rule<string> = {
  expected: 'text, a number, true or false',
  read: (value) => {
    if (typeof value === 'number') return Number.isFinite(value) ? String(value) : undefined;
    return typeof value === 'string' || typeof value === 'boolean' ? String(value) : undefined;
  },
};

function within(value: unknown, form: RegExp, from: number, to: number): string | undefined {
  if (typeof value !== 'number' && typeof value !== 'string') return undefined;
  const text = String(value);
  const number = form.test(text) ? Number(text) : NaN;
  return number >= from && number <= to && Number.isFinite(number) ? text : undefined;
}
