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

/** Why a type could not be inferred, and what to write instead. */
export function whyNotInferred(designType: string | undefined): string {
  if (designType === 'Number')
    return "number may be int, bigint, double and more: name the CQL type, such as @Column('int')";
  if (designType === undefined) return "the CQL type is missing: name it, such as @Column('text')";
  if (designType === 'Object') {
    return "no class stands behind this type (an interface, a union, or imported with `import type`): name it, such as @Column('uuid')";
  }
  return `${designType} does not name one CQL type: name it, such as @Column('frozen<list<text>>')`;
}
