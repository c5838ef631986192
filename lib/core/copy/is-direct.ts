import { sameCqlType, type CqlType, type NativeTypeName } from '../model/cql-type.js';

/** Types whose every value the driver writes into a column of another type without a loss. */
const WIDER: Partial<Readonly<Record<NativeTypeName, readonly NativeTypeName[]>>> = {
  tinyint: ['smallint', 'int', 'bigint', 'float', 'double'],
  smallint: ['int', 'bigint', 'float', 'double'],
  int: ['bigint', 'double'],
  float: ['double'],
  ascii: ['text'],
  timeuuid: ['uuid'],
};

/** Whether a value that is read from a column of one type can be written into one of another as it is. */
export function isDirect(from: CqlType, to: CqlType): boolean {
  if (sameCqlType(thawed(from), thawed(to))) return true;
  return from.kind === 'native' && to.kind === 'native' && (WIDER[from.name] ?? []).includes(to.name);
}

/** Values look the same whether they are frozen or not. */
function thawed(type: CqlType): CqlType {
  return 'frozen' in type ? { ...type, frozen: false } : type;
}
