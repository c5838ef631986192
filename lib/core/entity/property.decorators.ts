import type { IndexTarget } from '../model/schema-model.js';
import { ownRecord, type PropertyRole } from './metadata.js';

export interface FieldOptions {
  /** The name in the database, exactly as stored. By default the property's name in snake case. */
  readonly name?: string;
}

export interface ColumnOptions extends FieldOptions {
  /** One value per partition instead of one per row; needs a clustering key. */
  readonly static?: boolean;
}

export interface ClusteringKeyOptions extends FieldOptions {
  /** The order in which the rows of a partition are stored. `asc` by default. */
  readonly order?: 'asc' | 'desc';
}

/** A decorator that takes a CQL type, options, both or neither. */
interface TypedDecorator<Options> {
  (options?: Options): PropertyDecorator;
  (type: string, options?: Options): PropertyDecorator;
}

/**
 * A column of the partition key. Several make a composite one, in the order in which they are declared.
 * @publicApi
 */
export const PartitionKey: TypedDecorator<FieldOptions> = typed('partition-key');

/**
 * A clustering column. Several follow each other in the order in which they are declared.
 * @publicApi
 */
export const ClusteringKey: TypedDecorator<ClusteringKeyOptions> = typed('clustering-key');

/**
 * An ordinary column.
 * @publicApi
 */
export const Column: TypedDecorator<ColumnOptions> = typed('column');

/**
 * A field of a `@UserType`.
 * @publicApi
 */
export const Field: TypedDecorator<FieldOptions> = typed('field');

export interface IndexedOptions {
  /** By default `<table>_<column>_idx`. Index names are unique in a keyspace. */
  readonly name?: string;
  /** What of a collection is indexed: `keys`, `values`, `entries` of a map; `full` of a frozen collection. */
  readonly target?: IndexTarget;
  /** `sai`, `legacy_local_table`, or the name of an index class. By default the server's own default. */
  readonly using?: string;
  /** Options of a custom index; their values are sent as text. */
  readonly options?: Readonly<Record<string, string | number | boolean>>;
}

/**
 * Indexes a column. May stand several times on one property.
 * @publicApi
 */
export function Indexed(options: IndexedOptions = {}): PropertyDecorator {
  return (target, property) => {
    ownRecord(target.constructor).indexes.push({ property: String(property), ...options });
  };
}

type AnyOptions = ColumnOptions & ClusteringKeyOptions;

function typed(role: PropertyRole): TypedDecorator<AnyOptions> {
  return (typeOrOptions?: string | AnyOptions, more?: AnyOptions): PropertyDecorator => {
    const type = typeof typeOrOptions === 'string' ? typeOrOptions : undefined;
    const options = (typeof typeOrOptions === 'string' ? more : typeOrOptions) ?? {};
    return (target, property) => record(role, type, options)(target, String(property));
  };
}

function record(role: PropertyRole, type: string | undefined, options: AnyOptions) {
  return (target: object, property: string): void => {
    ownRecord(target.constructor).properties.push({
      property,
      role,
      type,
      designType: designTypeOf(target, property),
      name: options.name,
      static: options.static ?? false,
      order: options.order ?? 'asc',
    });
  };
}

function designTypeOf(target: object, property: string): string | undefined {
  const type: unknown = Reflect.getMetadata('design:type', target, property);
  return typeof type === 'function' ? type.name : undefined;
}
