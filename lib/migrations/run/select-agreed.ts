import type { History } from '../history/read-history.js';
import { RollbackOutdatedError } from '../../core/history/plan-errors.js';
import { type RollbackTarget, selectForDowngrade } from '../../core/history/select.js';
import type { LoadedMigration } from '../source/loaded-migration.js';
import type { MigrationSource } from '../source/migration-source.js';
import { preflightDowngrade } from './preflight.js';

/**
 * Selects what to roll back: never more than was agreed on, or than there was when it was asked first. Two that wait for
 * each other do not roll back twice as much.
 * @throws RollbackOutdatedError, and as `preflightDowngrade`
 */
export function selectAgreed(
  source: MigrationSource,
  wanted: RollbackTarget,
  expected: readonly string[] | undefined,
): (history: History) => Promise<readonly LoadedMigration[]> {
  let agreed = expected;
  return async (history) => {
    const statuses = selectForDowngrade(history.statuses, wanted);
    const names = statuses.map(({ name }) => name);
    agreed ??= names;
    if (names.some((name) => !agreed?.includes(name))) throw new RollbackOutdatedError(agreed, names);
    return preflightDowngrade(source, history, statuses);
  };
}
