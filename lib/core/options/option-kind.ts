import type { OptionValue } from './canonical-options.js';
import { applyRule, type Parsed, type Rule } from './rule.js';

/** How the values of an option are read: strictly where they are declared, as far as possible where they are stored. */
export interface OptionKind {
  readonly parse: (value: unknown, path: string) => Parsed<OptionValue>;
  readonly readStored: (value: unknown) => OptionValue | undefined;
}

export function scalar<Value extends OptionValue>(rule: Rule<Value>, readStored: OptionKind['readStored']): OptionKind {
  return { parse: (value, path) => applyRule(rule, value, path), readStored };
}
