import type { MigrationEntry } from '../../core/history/history.js';
import type { Replaced } from '../../core/history/replaces.js';

/** The migrations that a squash of these replaces: those that an earlier squash among them replaces as well. */
export function replacedBy(entries: readonly MigrationEntry[]): readonly Replaced[] {
  return entries.flatMap(({ name, checksum, replaces = [] }) => [
    ...replaces.map((replaced) => ({ ...replaced, within: replaced.within ?? name })),
    { name, checksum },
  ]);
}
