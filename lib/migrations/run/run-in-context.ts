import type { Direction } from '../../core/progress/progress.js';
import { untilAborted } from '../../session/in-time.js';
import { MigrationLoadError } from '../source/errors.js';
import type { LoadedMigration } from '../source/loaded-migration.js';
import type { MigrationContext } from '../source/migration.js';
import type { QueuedContext, StatementHandler } from './queued-context.js';
import type { StatementQueue } from './statement-queue.js';
import { watchStrays } from './watch-strays.js';

/** A context, and what stands behind it. */
export interface OpenContext {
  readonly context: QueuedContext;
  readonly queue: StatementQueue;
  readonly handler: StatementHandler;
}

/**
 * Runs a migration in a context that ends with it, so that nothing of it is left over afterwards.
 * @throws StatementNotAwaitedError
 */
export async function runInContext(open: OpenContext, migration: LoadedMigration, direction: Direction): Promise<void> {
  const { queue, context, handler } = open;
  if (migration.form === 'script') {
    for (const statement of migration.statements[direction]) {
      const { line, column } = statement;
      await handler.execute(statement, [], { line, column });
    }
    return;
  }
  const stopWatching = watchStrays(queue);
  try {
    await toItsEnd(queue, () => untilAborted(context.signal, () => runCode(migration.migration, context, direction)));
  } finally {
    stopWatching();
  }
}

async function toItsEnd(queue: StatementQueue, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    await queue.end('failed');
    throw error;
  }
  await queue.end('returned');
}

interface Runnable {
  upgrade(context: MigrationContext): Promise<void>;
  downgrade?(context: MigrationContext): Promise<void>;
}

async function runCode(migration: Runnable, context: MigrationContext, direction: Direction): Promise<void> {
  if (direction === 'upgrade') return migration.upgrade(context);
  if (!migration.downgrade) throw new MigrationLoadError('the migration', 'it has no downgrade');
  return migration.downgrade(context);
}
