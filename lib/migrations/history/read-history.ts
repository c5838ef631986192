import type { MigrationEntry, MigrationStatus } from '../../core/history/history.js';
import type { Unfinished } from '../../core/history/journal-step.js';
import { reconcile } from '../../core/history/reconcile.js';
import type { Session } from '../../session/session.js';
import type { MigrationSource } from '../source/migration-source.js';
import { MigrationState } from './migration-state.js';

/** The migrations of a source and what the database says of them. */
export interface History {
  readonly entries: readonly MigrationEntry[];
  readonly statuses: readonly MigrationStatus[];
  readonly unfinished: ReadonlyMap<string, Unfinished>;
  /** The migrations that have steps in the journal, and are not unfinished. */
  readonly leftOver: ReadonlySet<string>;
  /** The keyspace that names without a keyspace mean. */
  readonly keyspace: string;
}

/** Reads only, and works where nothing was ever written: four statements at most. */
export async function readHistory(session: Session, source: MigrationSource): Promise<History> {
  const [entries, recorded] = await Promise.all([source.list(), new MigrationState(session).recorded()]);
  return {
    entries,
    statuses: reconcile(entries, recorded),
    unfinished: recorded.unfinished,
    leftOver: recorded.leftOver,
    keyspace: session.keyspace,
  };
}
