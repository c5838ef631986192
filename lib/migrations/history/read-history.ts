import type { MigrationEntry, MigrationStatus } from '../../core/history/history.js';
import type { Unfinished } from '../../core/history/journal-step.js';
import { expandSquashes, type UnfitSquash } from '../../core/history/expand-squashes.js';
import { reconcile } from '../../core/history/reconcile.js';
import type { Session } from '../../session/session.js';
import type { MigrationSource } from '../source/migration-source.js';
import { MigrationState, type RecordedMigration } from './migration-state.js';

/** The migrations of a source and what the database says of them. */
export interface History {
  readonly entries: readonly MigrationEntry[];
  readonly statuses: readonly MigrationStatus[];
  readonly unfinished: ReadonlyMap<string, Unfinished>;
  /** The migrations that have steps in the journal, and are not unfinished. */
  readonly leftOver: ReadonlySet<string>;
  /** The squashes of which the database has everything already: they are recorded, and nothing of them runs. */
  readonly satisfied: ReadonlySet<string>;
  /** The squashes that this database can neither run nor record. */
  readonly unfit: readonly UnfitSquash[];
  /** The keyspace that names without a keyspace mean. */
  readonly keyspace: string;
}

/**
 * Reads only, and works where nothing was ever written: four statements at most, and those that find out, where there is
 * no history yet, whether another keyspace keeps it.
 * @throws TenantElsewhereError
 */
export async function readHistory(session: Session, source: MigrationSource): Promise<History> {
  const [entries, recorded] = await Promise.all([source.list(), new MigrationState(session).recorded()]);
  if (!recorded.isKept && entries.length > 0) await session.assertHome?.();
  return historyOf(session.keyspace, entries, recorded);
}

export function historyOf(keyspace: string, entries: readonly MigrationEntry[], recorded: RecordedMigration): History {
  const { unfinished, leftOver } = recorded;
  const { applied, satisfied, unfit } = expandSquashes(entries, recorded);
  const statuses = reconcile(entries, { ...recorded, applied }, satisfied);
  return { entries, statuses, satisfied, unfit, unfinished, leftOver, keyspace };
}
