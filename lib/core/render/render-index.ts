import { quoteLiteral } from '../lexer/tokenize.js';
import { quoteName } from '../model/identifier.js';
import type { IndexModel } from '../model/schema-model.js';

/** CREATE INDEX in one line; always named, because the server's own choice of a name depends on what exists. */
export function renderCreateIndex(index: IndexModel, table: string, prefix: string): string {
  const using = index.using === undefined ? '' : ` USING ${quoteLiteral(index.using)}`;
  const verb = index.using !== undefined && index.using.includes('.') ? 'CREATE CUSTOM INDEX' : 'CREATE INDEX';
  return `${verb} ${quoteName(index.name)} ON ${prefix}${quoteName(table)} (${renderTarget(index)})${using}${renderOptions(index)}`;
}

function renderTarget({ column, target }: IndexModel): string {
  return target === 'values' ? quoteName(column) : `${target}(${quoteName(column)})`;
}

function renderOptions({ options }: IndexModel): string {
  const entries = Object.entries(options).toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (entries.length === 0) return '';
  return ` WITH OPTIONS = {${entries.map(([key, value]) => `${quoteLiteral(key)}: ${quoteLiteral(value)}`).join(', ')}}`;
}
