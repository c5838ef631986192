import type { CqlType } from '../model/cql-type.js';
import { InvalidCqlTypeError } from '../model/errors.js';
import { parseCqlType } from '../model/parse-cql-type.js';
import type { TypeModel } from '../model/schema-model.js';
import type { CatalogRow } from './catalog-rows.js';
import { textOf, textsOf } from './read-value.js';

export interface StoredType {
  readonly type: CqlType;
  /** False where the text is no type that coodie knows; `type` then keeps the text as a custom type. */
  readonly readable: boolean;
}

/** Reads a type as the server printed it; one that a newer server invented is kept, not refused. */
export function parseStoredType(text: string): StoredType {
  try {
    return { type: parseCqlType(text, { stored: true }), readable: true };
  } catch (error) {
    if (!(error instanceof InvalidCqlTypeError)) throw error;
    return { type: { kind: 'custom', className: text }, readable: false };
  }
}

/** The same for many texts: columns of the same type share it. */
export function storedTypeReader(): (text: string) => StoredType {
  const known = new Map<string, StoredType>();
  return (text) => {
    const type = known.get(text) ?? parseStoredType(text);
    known.set(text, type);
    return type;
  };
}

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
