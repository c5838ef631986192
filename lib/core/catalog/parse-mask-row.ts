import { quoteName } from '../model/identifier.js';
import { quoteLiteral } from '../text/literal.js';
import type { CatalogRow } from './catalog-rows.js';
import { textOf, textsOf } from './read-value.js';

const TEXTS: ReadonlySet<string> = new Set(['text', 'varchar', 'ascii']);

/** A column mask as it stands behind `MASKED WITH`: `mask_inner(1, null)`. */
export function parseMaskRow(row: CatalogRow): string {
  const [types, values] = [textsOf(row, 'function_argument_types'), textsOf(row, 'function_argument_values')];
  const nulls: readonly unknown[] = Array.isArray(row['function_argument_nulls']) ? row['function_argument_nulls'] : [];
  const parameters = values.map((value, position) => {
    if (nulls[position] === true) return 'null';
    return TEXTS.has(types[position] ?? '') ? quoteLiteral(value) : value;
  });
  const keyspace = textOf(row, 'function_keyspace');
  const qualifier = keyspace === 'system' ? '' : `${quoteName(keyspace)}.`;
  return `${qualifier}${quoteName(textOf(row, 'function_name'))}(${parameters.join(', ')})`;
}
