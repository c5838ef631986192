import { describeValue } from '../text/visible.js';
import type { OptionValue } from './table-options.js';

/** How the values of an option are read: strictly where they are declared, as far as possible where they are stored. */
export interface OptionKind {
  readonly parse: (value: unknown, path: string) => Parsed<OptionValue>;
  readonly readStored: (value: unknown) => OptionValue | undefined;
}

export function scalar<Value extends OptionValue>(rule: Rule<Value>, readStored: OptionKind['readStored']): OptionKind {
  return { parse: (value, path) => applyRule(rule, value, path), readStored };
}

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

const SIZE = /^(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)\s*([KMGTPE]?)(i?)B$/;
const PREFIXES = ['', 'K', 'M', 'G', 'T', 'P', 'E'];

/** Bytes of a size as UnifiedCompactionStrategy spells it (`1GiB`, `1.5 GB`, `0B`): the unit is never left out. */
export function byteSize(text: string): number | undefined {
  const [, amount, prefix = '', binary] = SIZE.exec(text) ?? [];
  return amount === undefined ? undefined : Number(amount) * (binary ? 1024 : 1000) ** PREFIXES.indexOf(prefix);
}

/** Result of parsing an untrusted value: the value, or every reason why there is none. */
export interface Parsed<Value> {
  readonly value: Value | undefined;
  readonly problems: readonly string[];
}

export function accept<Value>(value: Value): Parsed<Value> {
  return { value, problems: [] };
}

export function refuse(...problems: readonly string[]): Parsed<never> {
  return { value: undefined, problems };
}

export const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const SWITCH = /^(true|false)$/i;
// More digits than these do not survive a JavaScript number.
const LONGEST_NUMBER = 15;

/** The server keeps values of sub-options as they were typed (`0.50`, `04`, `TRUE`): one text for all that mean the same. */
export function canonicalText(text: string): string {
  if (SWITCH.test(text)) return text.toLowerCase();
  return DECIMAL.test(text) && text.length <= LONGEST_NUMBER ? String(Number(text) || 0) : text;
}
