import type { MigrationEntry } from '../../core/history/history.js';
import type { LoadedMigration } from './loaded-migration.js';
import type { Migration } from './migration.js';

/** Source of migrations: a directory, or classes. */
export interface MigrationSource {
  /** How people call it: a path, or what it is made of. */
  readonly name: string;
  /** All migrations; reads but does not run them. */
  list(): Promise<readonly MigrationEntry[]>;
  /** Text of the file, or of the class. */
  text(entry: MigrationEntry): Promise<string>;
  /** @throws MigrationLoadError */
  load(entry: MigrationEntry): Promise<LoadedMigration>;
}

export type MigrationClass = new (...args: never[]) => Migration;

/** Makes a migration of its class, with what its constructor asks for. */
export type Instantiate = (migration: MigrationClass) => Promise<Migration>;
