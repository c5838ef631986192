import { toSnakeCase } from '../model/identifier.js';

/** How a class or property is named in the database where no `name` is given. */
export type Naming = 'snake_case' | 'as-declared';

export function databaseName(declared: string, naming: Naming): string {
  return naming === 'snake_case' ? toSnakeCase(declared) : declared;
}
