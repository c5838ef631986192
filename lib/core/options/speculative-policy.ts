import type { Rule } from './rule.js';

const PERCENTILE = /^([\d.]+)p(?:ercentile)?$/i;
const DELAY = /^([\d.]+)ms$/i;
const BOTH = /^(min|max)\(([\d.]+[a-z]+)\s*,\s*([\d.]+[a-z]+)\)$/i;
const LONGEST_DELAY = 2 ** 31 - 1;
const WORDS: Readonly<Record<string, string>> = { always: 'ALWAYS', never: 'NEVER', none: 'NEVER' };

/** `speculative_retry` and `additional_write_policy`, brought to the form in which Cassandra stores them. */
export const POLICY: Rule<string> = {
  expected:
    "a percentile above 0 and below 100 ('99p'), a time ('50ms'), 'MIN(99p,50ms)', 'MAX(99p,50ms)', 'ALWAYS' or 'NEVER'",
  read: (value) => (typeof value === 'string' ? canonicalPolicy(value) : undefined),
};

export function canonicalPolicy(text: string): string | undefined {
  return canonicalWord(text) ?? canonicalPercentile(text) ?? canonicalDelay(text) ?? canonicalPair(text);
}

function canonicalWord(text: string): string | undefined {
  const word = text.toLowerCase();
  return Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
}

// Four decimals are stored. What rounds to 0 or to 100 is accepted and then stops the node from starting: refused here.
function canonicalPercentile(text: string): string | undefined {
  const percentile = rounded(Number(PERCENTILE.exec(text)?.[1]));
  return percentile > 0 && percentile < 100 ? `${percentile}p` : undefined;
}

/** To four decimals, and from the middle between two to the even one, as Java does. Only odd parts of 32 lie there. */
function rounded(value: number): number {
  const isMiddle = Math.abs(value * 32) % 2 === 1;
  const below = Math.floor(value * 10_000);
  return isMiddle ? (below + (below % 2)) / 10_000 : Number(value.toFixed(4));
}

function canonicalDelay(text: string): string | undefined {
  const delay = Number(DELAY.exec(text)?.[1]);
  return Number.isNaN(delay) ? undefined : `${Math.min(Math.floor(delay), LONGEST_DELAY)}ms`;
}

/** One percentile and one time, in either order; stored with the percentile first. */
function canonicalPair(text: string): string | undefined {
  const [, choice = '', first = '', second = ''] = BOTH.exec(text) ?? [];
  const percentile = canonicalPercentile(first) ?? canonicalPercentile(second);
  const delay = canonicalDelay(first) ?? canonicalDelay(second);
  return percentile === undefined || delay === undefined
    ? undefined
    : `${choice.toUpperCase()}(${percentile},${delay})`;
}
