import { describeValue } from '../text/describe-value.js';
import type { Parsed } from './parsed.js';
import { accept, refuse } from './parsed.js';

/** Rule for the value of an option. `expected` completes “must be …”; `read` gives the canonical value, or `undefined` for any other. */
export interface Rule<Value> {
  readonly expected: string;
  readonly read: (value: unknown) => Value | undefined;
}

export function applyRule<Value>(rule: Rule<Value>, value: unknown, path: string): Parsed<Value> {
  const result = rule.read(value);
  return result === undefined
    ? refuse(`${path} must be ${rule.expected}, not ${describeValue(value)}`)
    : accept(result);
}

/** “a whole number of seconds from 0 to 10”, “a whole number from 1 up”. */
export function describeRange(noun: string, from: number, to: number): string {
  if (from === -Infinity) return noun;
  return to === Infinity ? `${noun} from ${from} up` : `${noun} from ${from} to ${to}`;
}
