import type { NativeTypeName } from './cql-type.js';

const PACKAGE = 'org.apache.cassandra.db.marshal.';

const NATIVE_OF_CLASS: Readonly<Record<string, NativeTypeName>> = {
  AsciiType: 'ascii',
  BooleanType: 'boolean',
  BytesType: 'blob',
  ByteType: 'tinyint',
  CounterColumnType: 'counter',
  DateType: 'timestamp',
  DecimalType: 'decimal',
  DoubleType: 'double',
  DurationType: 'duration',
  FloatType: 'float',
  InetAddressType: 'inet',
  Int32Type: 'int',
  IntegerType: 'varint',
  LongType: 'bigint',
  ShortType: 'smallint',
  SimpleDateType: 'date',
  TimestampType: 'timestamp',
  TimeType: 'time',
  TimeUUIDType: 'timeuuid',
  UTF8Type: 'text',
  UUIDType: 'uuid',
};

/** The CQL type that a server-side type class stands for, where it stands for one. */
export function nativeTypeOfClass(className: string): NativeTypeName | undefined {
  const name = className.startsWith(PACKAGE) ? className.slice(PACKAGE.length) : className;
  return Object.hasOwn(NATIVE_OF_CLASS, name) ? NATIVE_OF_CLASS[name] : undefined;
}
