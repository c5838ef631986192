import 'reflect-metadata';
import type { TableOptions } from '../options/table-options.js';
import type { IndexTarget } from '../model/schema-model.js';

/** Any class: what `forFeature` and `syncTable` take. */
export type EntityClass = abstract new (...args: never[]) => object;

export type PropertyRole = 'partition-key' | 'clustering-key' | 'column' | 'field';

/** Record of one property decorator. `designType` is the name of the TypeScript type that the compiler emitted. */
export interface PropertyRecord {
  readonly property: string;
  readonly role: PropertyRole;
  readonly type: string | undefined;
  readonly designType: string | undefined;
  /** The class behind the TypeScript type. */
  readonly designClass?: EntityClass | undefined;
  /** Whether the compiler emitted a type at all. */
  readonly isEmitted?: boolean | undefined;
  readonly name: string | undefined;
  readonly static: boolean;
  readonly order: 'asc' | 'desc';
}

export interface IndexRecord {
  readonly property: string;
  readonly name?: string | undefined;
  readonly target?: IndexTarget | undefined;
  readonly using?: string | undefined;
  readonly options?: Readonly<Record<string, unknown>> | undefined;
}

export type ClassRecord =
  | {
      readonly kind: 'table';
      readonly name: string | undefined;
      readonly keyspace: string | undefined;
      readonly options: TableOptions;
    }
  | { readonly kind: 'type'; readonly name: string | undefined; readonly keyspace: string | undefined }
  | {
      readonly kind: 'view';
      readonly name: string | undefined;
      readonly base: () => EntityClass;
      readonly partitionKey: readonly string[];
      readonly clusteringKey: readonly ViewKeyColumn[];
      readonly where: readonly string[];
      readonly options: TableOptions;
    };

/** A property of the base entity, or a column of its table, in the clustering key of a view. */
export type ViewKeyColumn = string | { readonly column: string; readonly order: 'asc' | 'desc' };

/** A decorator that was used as none can be. */
export interface Misuse {
  readonly property: string | undefined;
  readonly message: string;
}

/** Records of the decorators of one class; nothing is checked before the class is read. */
export interface EntityRecord {
  readonly classes: ClassRecord[];
  readonly properties: PropertyRecord[];
  readonly indexes: IndexRecord[];
  readonly misuses: Misuse[];
}

// Symbol.for: two copies of this package in one process, as under a linked workspace, still read each other's classes.
const RECORD = Symbol.for('nestjs-coodie:entity');

/** The record of a class itself, to add to. There is no registry: an entity belongs to the module that registers it. */
export function ownRecord(target: object): EntityRecord {
  const existing = Reflect.getOwnMetadata(RECORD, target) as EntityRecord | undefined;
  if (existing) return existing;
  const created: EntityRecord = { classes: [], properties: [], indexes: [], misuses: [] };
  Reflect.defineMetadata(RECORD, created, target);
  return created;
}

/** The records of a class and its base classes, the outermost base first. */
export function recordsOf(entity: EntityClass): readonly EntityRecord[] {
  return ancestry(entity).map(recordOrEmpty);
}

/** A class's own kind, with the columns and indexes of its base classes before its own. */
export function recordOf(entity: EntityClass): EntityRecord {
  const chain = recordsOf(entity);
  return {
    classes: recordOrEmpty(entity).classes,
    properties: chain.flatMap(({ properties }) => properties),
    indexes: chain.flatMap(({ indexes }, level) =>
      indexes.filter((index) => !chain.slice(level + 1).some((derived) => declares(derived, index))),
    ),
    // Absent in the records of another version of this package.
    misuses: chain.flatMap(({ misuses = [] }: Partial<EntityRecord>) => misuses),
  };
}

/** Whether a derived class redeclares an index. */
function declares({ indexes }: EntityRecord, { property, name }: IndexRecord): boolean {
  return indexes.some((index) => index.property === property && index.name === name);
}

const EMPTY: EntityRecord = { classes: [], properties: [], indexes: [], misuses: [] };

function recordOrEmpty(target: object): EntityRecord {
  return (Reflect.getOwnMetadata(RECORD, target) as EntityRecord | undefined) ?? EMPTY;
}

function ancestry(entity: object): readonly object[] {
  const base: unknown = Object.getPrototypeOf(entity);
  return typeof base === 'function' && base !== Function.prototype ? [...ancestry(base), entity] : [entity];
}
