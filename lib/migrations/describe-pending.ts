import type { MigrationEntry, MigrationStatus } from '../core/history/history.js';
import { MigrationLoadError } from './source/errors.js';
import { isDestructive } from './run/guard.js';
import type { MigrationSource } from './source/migration-source.js';

/** Adds what only the file says: a description, and whether it destroys something. A broken file is noted, not thrown. */
export function describePending(
  source: MigrationSource,
  entries: readonly MigrationEntry[],
  statuses: readonly MigrationStatus[],
): Promise<readonly MigrationStatus[]> {
  const entryOf = new Map(entries.map((entry) => [entry.name, entry]));
  return Promise.all(
    statuses.map(async (status) => {
      const entry = entryOf.get(status.name);
      if (!entry || status.state === 'applied' || status.state === 'changed') return status;
      try {
        const migration = await source.load(entry);
        return { ...status, description: migration.description, destructive: isDestructive(migration) };
      } catch (error) {
        if (!(error instanceof MigrationLoadError)) throw error;
        return { ...status, note: error.message };
      }
    }),
  );
}
