import type { IndexTarget } from '../model/schema-model.js';
import { isPlainObject, must, object, oneOf, text, truth, type Check } from '../options/check-options.js';
import { DECORATOR_OF } from './combination-problems.js';
import { onProperty } from './decoration.js';
import { readOptions, readTyped, type Arguments } from './decorator-arguments.js';
import { ownRecord, type EntityClass, type PropertyRole } from './metadata.js';

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
  /** Indexed part of a collection: `keys`, `values`, `entries` of a map; `full` of a frozen collection. */
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
export function Indexed(...given: [options?: IndexedOptions]): PropertyDecorator {
  const { options, problems } = readOptions<IndexedOptions>('@Indexed', given[0], INDEX_OPTIONS);
  return onProperty({ decorator: '@Indexed', example: '@Indexed()', given, problems }, (target, property) => {
    ownRecord(target.constructor).indexes.push({ property, ...options });
  });
}

type AnyOptions = ColumnOptions & ClusteringKeyOptions;

function typed(role: PropertyRole): TypedDecorator<AnyOptions> {
  const decorator = DECORATOR_OF[role];
  return (...given: readonly unknown[]): PropertyDecorator => {
    // A class or prototype in the place of the type: the decorator stands without parentheses.
    const read = readTyped<AnyOptions>(decorator, given, optionsOf(role));
    const use = { decorator, example: `${decorator}()`, given, problems: read.problems };
    return onProperty(use, (target, property) => record(role, read, target, property));
  };
}

function record(role: PropertyRole, { type, options }: Arguments<AnyOptions>, target: object, property: string): void {
  const design: unknown = Reflect.getMetadata('design:type', target, property);
  const isClass = typeof design === 'function';
  ownRecord(target.constructor).properties.push({
    property,
    role,
    type,
    designType: isClass ? design.name : undefined,
    designClass: isClass ? (design as EntityClass) : undefined,
    isEmitted: Reflect.hasMetadata('design:type', target, property),
    name: options.name,
    static: options.static ?? false,
    order: options.order ?? 'asc',
  });
}

const STRAYS = {
  primary: '@PartitionKey()',
  primaryKey: '@PartitionKey()',
  index: '@Indexed()',
  indexed: '@Indexed()',
};

/** The options of a decorator; those of its sisters are told where they belong. */
function optionsOf(role: PropertyRole): Check {
  switch (role) {
    case 'clustering-key':
      return object<ClusteringKeyOptions>(
        { name: text, order: oneOf(['asc', 'desc']) },
        { ...STRAYS, static: '@Column' },
      );
    case 'column':
      return object<ColumnOptions>({ name: text, static: truth }, { ...STRAYS, order: '@ClusteringKey' });
    case 'partition-key':
    case 'field':
      return object<FieldOptions>({ name: text }, { ...STRAYS, static: '@Column', order: '@ClusteringKey' });
  }
}

const INDEX_OPTIONS = object<IndexedOptions>(
  {
    name: text,
    target: oneOf(['keys', 'values', 'entries', 'full']),
    using: text,
    options: must('an object', isPlainObject),
  },
  { type: 'using', class: 'using' },
);
