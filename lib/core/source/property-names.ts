import { databaseName, type Naming } from '../entity/naming.js';
import { canBegin, capitalise, firstFree, wordsOf } from './words.js';

export interface PropertyName {
  readonly property: string;
  /** Text of the `name` option; `undefined` if the property has that name by default. */
  readonly name: string | undefined;
}

/** The property for each column or field. Those that need no `name` choose first. */
export function nameProperties(columns: readonly string[], naming: Naming): ReadonlyMap<string, PropertyName> {
  const plain = columns.filter((column) => isPlain(column, naming));
  const taken = new Set(['constructor', ...plain.map(camelCase)]);
  return new Map(columns.map((column) => [column, plain.includes(column) ? byDefault(column) : named(column, taken)]));
}

function isPlain(column: string, naming: Naming): boolean {
  const property = camelCase(column);
  return property !== 'constructor' && databaseName(property, naming) === column;
}

const byDefault = (column: string): PropertyName => ({ property: camelCase(column), name: undefined });

function named(column: string, taken: Set<string>): PropertyName {
  const property = firstFree(camelCase(column), (candidate) => !taken.has(candidate));
  taken.add(property);
  return { property, name: column };
}

function camelCase(column: string): string {
  const [underscores = ''] = /^_*/.exec(column) ?? [];
  const [first = 'column', ...others] = wordsOf(column);
  const property = [underscores, first, ...others.map(capitalise)].join('');
  return canBegin(property) ? property : `_${property}`;
}
