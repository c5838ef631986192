import type { ScriptStatement } from '../../core/cql/split-script.js';
import type { MigrationEntry } from '../../core/history/history.js';
import type { Direction } from '../../core/progress/progress.js';
import type { Migration } from './migration.js';

/** A migration that can run: a script, whose statements are known beforehand, or code, whose are not. */
export type LoadedMigration = LoadedScript | LoadedCode;

interface Loaded {
  readonly entry: MigrationEntry;
  readonly description: string;
  readonly allowDestructive: boolean;
  readonly reversible: boolean;
}

export interface LoadedScript extends Loaded {
  readonly form: 'script';
  readonly statements: Readonly<Record<Direction, readonly ScriptStatement[]>>;
}

export interface LoadedCode extends Loaded {
  readonly form: 'code';
  readonly migration: Migration;
}
