import { primaryKeyOf, type EntityMapping, type MappedColumn } from '../core/query/entity-mapping.js';
import { InvalidModelCallError } from '../core/query/errors.js';
import { unknownProperties, type RowValues } from '../core/query/row-problems.js';
import { conversionOf, type Convert, type UserTypes } from './conversion.js';

/** A column with the conversions of its values. */
export interface ModelColumn extends MappedColumn {
  readonly toModel: Convert;
  readonly fromModel: Convert | undefined;
}

/** The table or view of a model, and how its rows become instances. */
export class ModelTable {
  readonly columns: readonly ModelColumn[];
  readonly properties: readonly string[];
  /** Columns of the primary key, in order. */
  readonly key: readonly ModelColumn[];
  private readonly byProperty: ReadonlyMap<string, ModelColumn>;

  constructor(
    readonly mapping: EntityMapping,
    readonly userTypes: UserTypes,
  ) {
    this.columns = mapping.columns.map((column) => withConversions(column, userTypes));
    this.byProperty = new Map(this.columns.map((column) => [column.property, column]));
    this.properties = [...this.byProperty.keys()];
    this.key = primaryKeyOf(mapping).flatMap((name) => this.columns.find(({ column }) => column === name) ?? []);
  }

  column(property: string): ModelColumn | undefined {
    return this.byProperty.get(property);
  }

  /** Columns of properties, or of all. @throws InvalidModelCallError where there is no such property */
  columnsOf(call: string, fields: readonly string[] = []): readonly ModelColumn[] {
    if (fields.length === 0) return this.columns;
    this.check(call, this.unknown(Object.fromEntries(fields.map((field) => [field, true]))));
    return fields.flatMap((field) => this.column(field) ?? []);
  }

  /** Whether every part of the primary key has a value. */
  hasKey(row: RowValues): boolean {
    return this.key.every(({ property }) => row[property] !== undefined && row[property] !== null);
  }

  unknown(row: RowValues): readonly string[] {
    const isKnown = Object.keys(row).every((property) => this.byProperty.has(property));
    return isKnown ? [] : unknownProperties(this.properties, row);
  }

  /** @throws InvalidModelCallError where there are problems */
  check(call: string, problems: readonly string[]): void {
    if (problems.length > 0) this.refuse(call, problems);
  }

  /** @throws InvalidModelCallError */
  refuse(call: string, problems: readonly string[]): never {
    throw new InvalidModelCallError(this.nameOf(call), problems);
  }

  /** A method of the model, for messages. */
  nameOf(method: string): string {
    return `${this.mapping.entity.name}.${method}`;
  }

  /** An instance without a call of the constructor: the default of a property would pass for a value of the row. */
  newInstance(): Record<string, unknown> {
    return Object.create(this.mapping.entity.prototype as object) as Record<string, unknown>;
  }

  instanceOf(row: RowValues, columns: readonly ModelColumn[]): Record<string, unknown> {
    const instance = this.newInstance();
    for (const { property, column, toModel } of columns) instance[property] = toModel(row[column]);
    return instance;
  }
}

/** An empty cell is null in the driver and absent in an entity. */
function withConversions(column: MappedColumn, userTypes: UserTypes): ModelColumn {
  const convert = conversionOf(column.type, userTypes, 'toModel');
  return {
    ...column,
    toModel: convert ? (value) => convert(value) ?? undefined : (value) => value ?? undefined,
    fromModel: conversionOf(column.type, userTypes, 'fromModel'),
  };
}
