import type { CqlType } from '../model/cql-type.js';
import type { TypeModel } from '../model/schema-model.js';

/** A type with every user type replaced by a tuple of its fields: what the server keeps of a dropped column. */
export function withoutUserTypes(type: CqlType, types: readonly TypeModel[]): CqlType {
  const inside = (part: CqlType) => withoutUserTypes(part, types);
  switch (type.kind) {
    case 'list':
    case 'set':
    case 'vector':
      return { ...type, element: inside(type.element) };
    case 'map':
      return { ...type, key: inside(type.key), value: inside(type.value) };
    case 'tuple':
      return { ...type, items: type.items.map(inside) };
    case 'user': {
      const fields = types.find(({ name }) => name === type.name)?.fields ?? [];
      return { kind: 'tuple', items: fields.map((field) => inside(field.type)) };
    }
    case 'native':
    case 'custom':
      return type;
  }
}
