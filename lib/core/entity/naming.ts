import { toSnakeCase } from '../model/identifier.js';

/** How a class or property is named in the database where no `name` is given. */
export type Naming = 'snake_case' | 'as-declared';

export function databaseName(declared: string, naming: Naming): string {
  return naming === 'snake_case' ? toSnakeCase(declared) : declared;
}

/** The longest name that every server takes without harm: longer index names can keep a node from restarting. */
const LONGEST = 48;

/** `<table>_<column>_idx` as Cassandra names an index itself; a longer one is cut and told apart by a hash. */
export function indexName(table: string, column: string): string {
  const name = `${table}_${column}_idx`.replaceAll(/\W/g, '');
  return name.length <= LONGEST ? name : `${name.slice(0, LONGEST - 13)}_${hash(name)}_idx`;
}

// FNV-1a: short, stable between runs and machines; nothing here needs it to be secure.
function hash(text: string): string {
  const digest = text
    .split('')
    .reduce((sum, char) => Math.imul(sum ^ char.charCodeAt(0), 0x01000193) >>> 0, 0x811c9dc5);
  return digest.toString(16).padStart(8, '0');
}
