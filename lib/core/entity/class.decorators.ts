import type { TableOptions } from '../model/options/table-options.js';
import { ownRecord } from './metadata.js';

export interface EntityOptions {
  /** The table's name, exactly as stored. By default the class name in snake case. */
  readonly name?: string;
  /** Table options. One that is not given here is not managed: the database keeps what it has. */
  readonly options?: TableOptions;
}

/**
 * Declares a class as a table.
 * @publicApi
 */
export function Entity({ name, options = {} }: EntityOptions = {}): ClassDecorator {
  return (target) => void ownRecord(target).classes.push({ kind: 'table', name, options });
}

export interface UserTypeOptions {
  /** The type's name, exactly as stored. By default the class name in snake case. */
  readonly name?: string;
}

/**
 * Declares a class as a user type; its properties carry `@Field`.
 * @publicApi
 */
export function UserType({ name }: UserTypeOptions = {}): ClassDecorator {
  return (target) => void ownRecord(target).classes.push({ kind: 'type', name });
}
