import type { Direction } from '../../core/progress.js';
import type { Row } from '../../session/session.js';
import type { LoadedMigration } from '../source/loaded-migration.js';
import type { BatchStatement, MigrationLogger } from '../source/migration.js';
import { guardStatement, refuseInBatch } from './guard.js';
import { QueuedContext, type StatementHandler } from './queued-context.js';
import type { Sent } from './row-at-hand.js';
import { StatementQueue } from './statement-queue.js';
import { PlannedStatements } from './statement-record.js';

const SILENT: MigrationLogger = { debug: () => {}, log: () => {}, warn: () => {}, error: () => {} };

/** The context of a dry run, with what stands behind it. */
export interface DryRunContext {
  readonly context: QueuedContext;
  readonly queue: StatementQueue;
  readonly handler: StatementNotes;
}

/** The context of a dry run: it notes what would be sent, and sends nothing. */
export function openDryRunContext(keyspace: string, migration: LoadedMigration, direction: Direction): DryRunContext {
  const queue = new StatementQueue(migration.entry.origin, () => {});
  const handler = new StatementNotes(migration, direction);
  const surroundings = { keyspace, signal: new AbortController().signal, logger: SILENT, dryRun: true };
  return { context: new QueuedContext(surroundings, handler, queue), queue, handler };
}

/** Notes statements, and refuses those that a run would refuse. */
class StatementNotes implements StatementHandler {
  readonly record = new PlannedStatements();

  constructor(
    private readonly migration: LoadedMigration,
    private readonly direction: Direction,
  ) {}

  async execute({ cql }: Sent): Promise<readonly Row[]> {
    const permitted = this.direction === 'downgrade' || this.migration.allowDestructive;
    guardStatement({ cql, origin: this.migration.entry.origin }, permitted);
    this.record.add(cql);
    return [];
  }

  async *stream(sent: Sent): AsyncGenerator<Row> {
    yield* await this.execute(sent);
  }

  async batch(statements: readonly BatchStatement[]): Promise<void> {
    refuseInBatch(statements, this.migration.entry.origin);
    for (const { cql } of statements) this.record.add(cql);
  }
}
