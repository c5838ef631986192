import { OPTION_NAMES, optionCqlName } from '../../../lib/core/options/option-definitions.js';
import type { TableOptions } from '../../../lib/core/options/table-options.js';

export interface DeclaringStatement {
  readonly statement: string;
  /** Keyspace and name of the table or view. */
  readonly name: string;
  readonly declared: TableOptions;
}

const LITERAL = String.raw`'(?:[^']|'')*'`;
const TARGET = /^(?:CREATE|ALTER) (?:TABLE|MATERIALIZED VIEW) (\S+)/;
const PAIR = new RegExp(String.raw`(${LITERAL})\s*:\s*(${LITERAL}|[\w.]+)`, 'g');

/** The options in the WITH clause of a recorded statement: enough of CQL for those, and no more. */
export function optionsOfStatement(statement: string): readonly DeclaringStatement[] {
  const name = TARGET.exec(statement)?.[1]?.replaceAll('"', '');
  const given = OPTION_NAMES.flatMap((option) => {
    const found = new RegExp(
      String.raw`\b(?:WITH|AND) ${optionCqlName(option)} = (${LITERAL}|\{[^}]*\}|[\w.]+)`,
      'i',
    ).exec(statement)?.[1];
    return found === undefined ? [] : [[option, parseValue(found)] as const];
  });
  return name === undefined || given.length === 0 ? [] : [{ statement, name, declared: Object.fromEntries(given) }];
}

function parseValue(text: string): unknown {
  if (text.startsWith("'")) return unquote(text);
  if (!text.startsWith('{')) return JSON.parse(text);
  return Object.fromEntries([...text.matchAll(PAIR)].map(([, key = '', value = '']) => [unquote(key), unquote(value)]));
}

function unquote(text: string): string {
  return text.startsWith("'") ? text.slice(1, -1).replaceAll("''", "'") : text;
}
