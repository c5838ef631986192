import type { TypeModel } from '../model/schema-model.js';
import type { CatalogRow } from './catalog-rows.js';
import { parseStoredType } from './parse-stored-type.js';
import { textOf, textsOf } from './read-value.js';

export function parseTypeRow(row: CatalogRow): TypeModel {
  const types = textsOf(row, 'field_types');
  const stored = textsOf(row, 'field_names').map((name, position) => {
    const text = types[position] ?? '';
    return { name, text, ...parseStoredType(text) };
  });
  return {
    name: textOf(row, 'type_name'),
    fields: stored.map(({ name, type }) => ({ name, type })),
    unmanaged: stored.flatMap(({ name, text, readable }) => (readable ? [] : [`type ${text} of field ${name}`])),
  };
}
