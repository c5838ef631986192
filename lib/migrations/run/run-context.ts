import type { Direction, Report } from '../../core/progress/progress.js';
import type { LoadedMigration } from '../source/loaded-migration.js';
import type { MigrationLogger } from '../source/migration.js';
import { QueuedContext } from './queued-context.js';
import { StatementQueue } from './statement-queue.js';
import type { RunTools } from './run-tools.js';
import { StatementSender } from './statement-sender.js';

/** The context of one migration, with what stands behind it. */
export interface RunContext {
  readonly context: QueuedContext;
  readonly queue: StatementQueue;
  readonly handler: StatementSender;
}

/** The context of one migration in a real run. */
export function openRunContext(tools: RunTools, migration: LoadedMigration, direction: Direction): RunContext {
  const { session, lease, report } = tools;
  const logger = loggerOf(report);
  const queue = new StatementQueue(migration.entry.origin, ({ message }) => logger.warn(message));
  const handler = new StatementSender(tools, migration, direction);
  const surroundings = { keyspace: session.keyspace, signal: lease.signal, logger, dryRun: false };
  return { context: new QueuedContext(surroundings, handler, queue), queue, handler };
}

function loggerOf(report: Report): MigrationLogger {
  const at = (level: keyof MigrationLogger) => (message: string) => report({ kind: 'migration-log', level, message });
  return { debug: at('debug'), log: at('log'), warn: at('warn'), error: at('error') };
}
