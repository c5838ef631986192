import { toSnakeCase } from '../model/identifier.js';
import type { OfEachKind } from '../model/schema-kinds.js';
import type { SchemaModel } from '../model/schema-model.js';
import { canBegin, capitalise, firstFree, wordsOf } from './words.js';

/** Class that a schema object becomes, in a file of its own. */
export interface ClassName {
  readonly className: string;
  /** `product.entity`: without the extension. */
  readonly module: string;
}

/** The classes of a schema, by the names of the things that they stand for. */
export type ClassNames = OfEachKind<ReadonlyMap<string, ClassName>>;

/** The same schema always gets the same names: tables choose first, then views, then types, each in alphabetical order. */
export function nameClasses({ tables, views, types }: SchemaModel): ClassNames {
  const taken = new Set<string>();
  return {
    tables: nameAll(tables, { suffix: 'Table', extension: 'entity', taken }),
    views: nameAll(views, { suffix: 'View', extension: 'view', taken }),
    types: nameAll(types, { suffix: 'Type', extension: 'type', taken }),
  };
}

interface Kind {
  readonly suffix: string;
  readonly extension: string;
  /** File names, because some file systems do not tell `MixedCase` from `Mixedcase`. */
  readonly taken: Set<string>;
}

interface Named {
  readonly name: string;
}

function nameAll(things: readonly Named[], kind: Kind): ReadonlyMap<string, ClassName> {
  const names = things.map(({ name }) => name).toSorted();
  return new Map(names.map((name) => [name, nameClass(name, kind)]));
}

function nameClass(name: string, { suffix, extension, taken }: Kind): ClassName {
  const isFree = (candidate: string) => !RESERVED.has(candidate) && !taken.has(fileNameOf(candidate));
  const plain = wordsOf(name).map(capitalise).join('');
  const base = canBegin(plain) ? plain : `${suffix}${plain}`;
  const className = isFree(base) ? base : firstFree(`${base}${suffix}`, isFree);
  taken.add(fileNameOf(className));
  return { className, module: `${fileNameOf(className)}.${extension}` };
}

const fileNameOf = (className: string) => toSnakeCase(className).replaceAll('_', '-');

/** Names that the generated files import, or that the compiler adds to them. */
const RESERVED: ReadonlySet<string> = new Set(
  (
    'Array BigInt Boolean Buffer ClusteringKey Column Date Entity EntityClass Field Function Indexed MaterializedView ' +
    'Number Object PartitionKey Record Reflect String Symbol UserType'
  ).split(' '),
);
