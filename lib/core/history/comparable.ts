import type { AppliedMigration, MigrationEntry } from './history.js';

/**
 * Whether the two checksums were made from the same kind of text. What a compiler or bundler writes differs from version
 * to version, so the text of a class proves nothing.
 */
export function isComparable(entry: MigrationEntry, applied: AppliedMigration): boolean {
  return entry.kind === applied.kind && entry.kind !== 'class';
}
