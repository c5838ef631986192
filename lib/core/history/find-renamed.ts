import { type AppliedMigration, isComparable, type MigrationEntry } from './history.js';

/** Applied migration whose file is gone, and the file that has its text under another name. */
export interface Renamed {
  readonly from: AppliedMigration;
  readonly to: MigrationEntry;
}

/** Files that were renamed after they were applied: to apply them under their new name would be to apply them twice. */
export function findRenamed(
  entries: readonly MigrationEntry[],
  applied: readonly AppliedMigration[],
): readonly Renamed[] {
  const names = new Set(entries.map(({ name }) => name));
  const known = new Set(applied.map(({ name }) => name));
  const gone = applied.filter(({ name, checksum }) => !names.has(name) && checksum !== '');
  const fresh = entries.filter(({ name }) => !known.has(name));
  return gone.flatMap((from) => {
    const to = fresh.find((entry) => entry.checksum === from.checksum && isComparable(entry, from));
    return to ? [{ from, to }] : [];
  });
}
