import { DECORATOR_OF } from './combination-problems.js';
import { recordOf, type PropertyRecord } from './metadata.js';
import { databaseName, type Naming } from './naming.js';

// TypeScript types that name exactly one CQL type. The driver's classes are known by name: the core knows no driver.
const CQL_TYPE_OF: Readonly<Record<string, string>> = {
  String: 'text',
  Boolean: 'boolean',
  Date: 'timestamp',
  Buffer: 'blob',
  Uuid: 'uuid',
  TimeUuid: 'timeuuid',
  LocalDate: 'date',
  LocalTime: 'time',
  InetAddress: 'inet',
  Long: 'bigint',
  Integer: 'varint',
  BigDecimal: 'decimal',
  Duration: 'duration',
};

/** The CQL type that a TypeScript type stands for, where it stands for exactly one. */
export function inferType(designType: string | undefined): string | undefined {
  return designType !== undefined && Object.hasOwn(CQL_TYPE_OF, designType) ? CQL_TYPE_OF[designType] : undefined;
}

/** Why the type of a property could not be inferred, and what to write instead. */
export function whyNotInferred(record: PropertyRecord, naming: Naming): string {
  const { role, designType, isEmitted = true } = record;
  const write = (type: string) => `name the CQL type, such as ${DECORATOR_OF[role]}('${type}')`;
  if (!isEmitted) {
    return `the CQL type is missing, and the compiler emitted no TypeScript type ("emitDecoratorMetadata" in tsconfig.json): ${write('text')}`;
  }
  if (designType === 'Number') return `number may be int, bigint, double and more: ${write('int')}`;
  if (designType === undefined) return `the CQL type is missing: ${write('text')}`;
  if (designType === 'Object') {
    return `no class stands behind this type (an interface, a union, or imported with \`import type\`): ${write('uuid')}`;
  }
  return whyNoClass(designType, record, { naming, write });
}

interface Advice {
  readonly naming: Naming;
  readonly write: (type: string) => string;
}

function whyNoClass(designType: string, { designClass }: PropertyRecord, { naming, write }: Advice): string {
  const [kind] = designClass ? recordOf(designClass).classes : [];
  if (kind?.kind === 'type') {
    return `${designType} is a @UserType: ${write(`frozen<${kind.name ?? databaseName(designType, naming)}>`)}`;
  }
  if (kind?.kind === 'table') return `${designType} is a table, and no type: ${write('uuid')} of its key`;
  return `${designType} does not name one CQL type: ${write('frozen<list<text>>')}`;
}
