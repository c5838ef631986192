import type { CqlType, NativeTypeName } from '../model/cql-type.js';

/** Types of the values that the driver returns by default. */
const NATIVE: Readonly<Record<NativeTypeName, string>> = {
  ascii: 'string',
  bigint: 'types.Long',
  blob: 'Buffer',
  boolean: 'boolean',
  counter: 'types.Long',
  date: 'types.LocalDate',
  decimal: 'types.BigDecimal',
  double: 'number',
  duration: 'types.Duration',
  float: 'number',
  inet: 'types.InetAddress',
  int: 'number',
  smallint: 'number',
  text: 'string',
  time: 'types.LocalTime',
  timestamp: 'Date',
  timeuuid: 'types.TimeUuid',
  tinyint: 'number',
  uuid: 'types.Uuid',
  varint: 'types.Integer',
};

/** The TypeScript type of a property; a user type by the class that `classOf` names. */
export function propertyType(type: CqlType, classOf: (userType: string) => string): string {
  switch (type.kind) {
    case 'native':
      return NATIVE[type.name];
    case 'list':
    case 'set':
      return `${propertyType(type.element, classOf)}[]`;
    case 'map':
      // The driver makes an object of a map, and text of whatever its keys are.
      return `Record<string, ${propertyType(type.value, classOf)}>`;
    case 'user':
      return classOf(type.name);
    case 'tuple':
      return 'types.Tuple';
    case 'vector':
      return 'types.Vector';
    case 'custom':
      return 'Buffer';
  }
}
