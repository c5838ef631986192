import { keyspaceNameProblem } from '../model/identifier.js';
import { anything, type Check, isPlainObject, must, object, required, text, texts } from '../options/check-options.js';
import type { TableOptions } from '../options/table-options.js';
import { describeValue } from '../text/visible.js';
import { onClass } from './decoration.js';
import { readOptions } from './decorator-arguments.js';
import { type EntityClass, ownRecord, type ViewKeyColumn } from './metadata.js';

export interface EntityOptions {
  /** The table's name, exactly as stored. By default the class name in snake case. */
  readonly name?: string;
  /** The keyspace, where it is not that of the connection. It must exist. */
  readonly keyspace?: string;
  /** Table options. One that is not given here is not managed: the database keeps what it has. */
  readonly options?: TableOptions;
}

/**
 * Declares a class as a table.
 * @publicApi
 */
export function Entity(...given: [options?: EntityOptions]): ClassDecorator {
  const { options: right, problems } = readOptions<EntityOptions>('@Entity', optionsIn(given), ENTITY_OPTIONS);
  const { name, keyspace, options = {} } = right;
  return onClass({ decorator: '@Entity', example: '@Entity()', given, problems }, (target) => {
    ownRecord(target).classes.push({ kind: 'table', name, keyspace, options });
  });
}

export interface UserTypeOptions {
  /** The type's name, exactly as stored. By default the class name in snake case. */
  readonly name?: string;
  /** The keyspace, where it is only for one. By default the type is made wherever an entity uses it. */
  readonly keyspace?: string;
}

/**
 * Declares a class as a user type; its properties carry `@Field`.
 * @publicApi
 */
export function UserType(...given: [options?: UserTypeOptions]): ClassDecorator {
  const { options, problems } = readOptions<UserTypeOptions>('@UserType', optionsIn(given), TYPE_OPTIONS);
  const { name, keyspace } = options;
  return onClass({ decorator: '@UserType', example: '@UserType()', given, problems }, (target) => {
    ownRecord(target).classes.push({ kind: 'type', name, keyspace });
  });
}

export interface MaterializedViewOptions {
  /** The view's name, exactly as stored. By default the class name in snake case. */
  readonly name?: string;
  /** The entity whose table the view follows; it must be registered with the same connection. */
  readonly of: () => EntityClass;
  /** Properties of the base entity, or columns of its table. Every key column of the base must be in the view's key. */
  readonly partitionKey: readonly string[];
  /** Like `partitionKey`; `{ column, order: 'desc' }` for a descending column. */
  readonly clusteringKey?: readonly ViewKeyColumn[];
  /** Relations in CQL that choose rows, such as `rating > 3`. Key columns are never null in any case. */
  readonly where?: readonly string[];
  readonly options?: Omit<TableOptions, 'defaultTimeToLive'>;
}

/**
 * Declares a class as a materialized view. Its `@Column`s are what the view selects beside its key; without any it
 * selects everything, and grows with its base table.
 * @publicApi
 */
export function MaterializedView(...given: [view: MaterializedViewOptions]): ClassDecorator {
  const options = optionsIn(given) ?? {};
  const { options: right, problems } = readOptions<MaterializedViewOptions>('@MaterializedView', options, VIEW_OPTIONS);
  const missing = isPlainObject(options) ? REQUIRED(options, '').map((problem) => `@MaterializedView: ${problem}`) : [];
  const { name, of: base, partitionKey, clusteringKey = [], where = [], options: table = {} } = right;
  const use = { decorator: '@MaterializedView', example: VIEW_EXAMPLE, given, problems: [...problems, ...missing] };
  return onClass(use, (target) => {
    if (!base || !partitionKey) return;
    ownRecord(target).classes.push({ kind: 'view', name, base, partitionKey, clusteringKey, where, options: table });
  });
}

const VIEW_EXAMPLE = "@MaterializedView({ of: () => Product, partitionKey: ['brand'], clusteringKey: ['id'] })";

/** A class in the place of the options: the decorator stands without parentheses. */
function optionsIn([options]: readonly unknown[]): unknown {
  return typeof options === 'function' ? undefined : options;
}

const keyspaceName: Check = (value, path) => {
  if (typeof value !== 'string') return [`${path} must be a text, not ${describeValue(value)}`];
  const problem = keyspaceNameProblem(value);
  return problem === undefined ? [] : [`${path}: ${problem}`];
};

const ENTITY_OPTIONS = object<EntityOptions>(
  { name: text, keyspace: keyspaceName, options: anything },
  { table: 'name', tableName: 'name', comment: 'options.comment', defaultTimeToLive: 'options.defaultTimeToLive' },
);
const TYPE_OPTIONS = object<UserTypeOptions>({ name: text, keyspace: keyspaceName });
const VIEW_OPTIONS = object<MaterializedViewOptions>(
  {
    name: text,
    of: must('a function, as in `of: () => Product`', (value) => typeof value === 'function'),
    partitionKey: texts,
    clusteringKey: must('a list of names, or of { column, order }', isClusteringKey),
    where: texts,
    options: anything,
  },
  { from: 'of', base: 'of', columns: '@Column() on the properties of the view' },
);
const REQUIRED = required(['of', 'partitionKey'], anything);

function isClusteringKey(value: unknown): boolean {
  return Array.isArray(value) && value.every((key: unknown) => typeof key === 'string' || isOrdered(key));
}

function isOrdered(key: unknown): boolean {
  if (!isPlainObject(key) || typeof key['column'] !== 'string') return false;
  return Object.keys(key).every((name) => name === 'column' || name === 'order') && isOrder(key['order'] ?? 'asc');
}

const isOrder = (value: unknown) => value === 'asc' || value === 'desc';
