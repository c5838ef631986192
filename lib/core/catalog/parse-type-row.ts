import type { TypeModel } from '../model/schema-model.js';
import type { CatalogRow } from './catalog-rows.js';
import { parseStoredType } from './parse-stored-type.js';
import { textOf, textsOf } from './read-value.js';

export function parseTypeRow(row: CatalogRow): TypeModel {
  const types = textsOf(row, 'field_types');
  const fields = textsOf(row, 'field_names').map((name, position) => ({
    name,
    type: parseStoredType(types[position] ?? '').type,
  }));
  return { name: textOf(row, 'type_name'), fields };
}
