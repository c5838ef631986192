import { unquote } from '../lexer/tokenize.js';
import { indexClass } from '../model/index-class.js';
import { INDEX_TARGETS, type IndexModel, type IndexTarget } from '../model/schema-model.js';
import type { CatalogRow } from './catalog-rows.js';
import { textMapOf, textOf } from './read-value.js';

export function parseIndexRow(row: CatalogRow): IndexModel {
  const { target = '', class_name: className, ...options } = textMapOf(row, 'options');
  const custom = textOf(row, 'kind') === 'CUSTOM' && className !== undefined;
  return {
    name: textOf(row, 'index_name'),
    ...parseTarget(target),
    using: custom ? indexClass(className) : undefined,
    options,
  };
}

interface Target {
  readonly column: string;
  readonly target: IndexTarget;
}

/** `values(tags)`, `full("Frozen")`, `brand`: a quoted name begins with its quote, so it is never taken for a function. */
function parseTarget(text: string): Target {
  const match = /^(\w+)\((.+)\)$/s.exec(text);
  const target = INDEX_TARGETS.find((name) => name === match?.[1]);
  return target ? { column: unquote(match?.[2] ?? ''), target } : { column: unquote(text), target: 'values' };
}
