import { OPTION_NAMES } from './option-definitions.js';
import type { CanonicalOptions, OptionValue } from './table-options.js';

const SAME_NUMBER = 1e-9;

/** Returns the declared options whose actual value differs. Options that are not declared are ignored. */
export function changedOptions(actual: CanonicalOptions, declared: CanonicalOptions): CanonicalOptions {
  const changed = OPTION_NAMES.filter((name) => !isMet(actual[name], declared[name]));
  return Object.fromEntries(changed.map((name) => [name, declared[name]]));
}

function isMet(actual: OptionValue | undefined, declared: OptionValue | undefined): boolean {
  if (declared === undefined || actual === declared) return true;
  if (typeof actual === 'number' && typeof declared === 'number') return Math.abs(actual - declared) <= SAME_NUMBER;
  return typeof actual === 'object' && typeof declared === 'object' && isSameMap(actual, declared);
}

function isSameMap(actual: Readonly<Record<string, string>>, declared: Readonly<Record<string, string>>): boolean {
  const names = new Set([...Object.keys(actual), ...Object.keys(declared)]);
  return [...names].every((name) => actual[name] === declared[name]);
}
