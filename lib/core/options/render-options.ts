import { quoteLiteral } from '../lexer/tokenize.js';
import { OPTION_DEFINITIONS, OPTION_NAMES } from './option-definitions.js';
import type { CanonicalOptions, OptionValue } from './table-options.js';

/** Renders the parts between WITH and AND, in the order of the options' names. A map is always complete: the server replaces all of it. */
export function renderOptions(options: CanonicalOptions): readonly string[] {
  return OPTION_NAMES.flatMap((name) => {
    const value = options[name];
    return value === undefined ? [] : [`${OPTION_DEFINITIONS[name].cqlName} = ${renderValue(value)}`];
  });
}

function renderValue(value: OptionValue): string {
  if (typeof value === 'string') return quoteLiteral(value);
  return typeof value === 'object' ? renderMap(value) : String(value);
}

function renderMap(map: Readonly<Record<string, string>>): string {
  const names = Object.keys(map).toSorted();
  const ordered = [...names.filter((name) => name === 'class'), ...names.filter((name) => name !== 'class')];
  return `{${ordered.map((name) => `${quoteLiteral(name)}: ${quoteLiteral(map[name] ?? '')}`).join(', ')}}`;
}
