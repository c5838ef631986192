import type { Position } from '../../core/text/position.js';
import { readStatement, type Statement } from '../../core/cql/statement.js';
import type { Row } from '../../session/session.js';
import type { AnyBackfill, BackfillResult } from '../../backfill/backfill-options.js';
import type { CopyTableOptions } from '../../backfill/copy/copy-options.js';
import type {
  BatchOptions,
  BatchStatement,
  MigrationContext,
  MigrationLogger,
  StreamRowsOptions,
} from '../source/migration.js';
import type { SentStatement } from './key-of-row.js';
import type { StatementQueue } from './statement-queue.js';

/** Carries out what a migration calls for: by sending it, or, in a dry run, by noting it. */
export interface StatementHandler {
  /** A statement of a script has a position. */
  execute(statement: Statement, params: readonly unknown[], position?: Position): Promise<readonly Row[]>;
  stream(sent: SentStatement, options: StreamRowsOptions): AsyncIterator<Row>;
  batch(statements: readonly BatchStatement[], options: BatchOptions): Promise<void>;
  backfill(options: AnyBackfill): Promise<BackfillResult>;
  requireBackfill(name: string): Promise<void>;
  copyTable(options: CopyTableOptions): Promise<BackfillResult>;
}

export interface Surroundings {
  readonly keyspace: string;
  readonly signal: AbortSignal;
  readonly logger: MigrationLogger;
  readonly dryRun: boolean;
}

/** The context of one migration: what is called for is carried out one by one, in the order of the calls. */
export class QueuedContext implements MigrationContext {
  readonly keyspace: string;
  readonly signal: AbortSignal;
  readonly logger: MigrationLogger;
  readonly dryRun: boolean;

  constructor(
    surroundings: Surroundings,
    private readonly handler: StatementHandler,
    private readonly queue: StatementQueue,
  ) {
    this.keyspace = surroundings.keyspace;
    this.signal = surroundings.signal;
    this.logger = surroundings.logger;
    this.dryRun = surroundings.dryRun;
  }

  execute(cql: string, params: readonly unknown[] = []): Promise<readonly Row[]> {
    return this.queue.run(cql, () => this.handler.execute(readStatement(cql), params));
  }

  /** Each row is a call of its own, so that writes may come in between. */
  stream(cql: string, params: readonly unknown[] = [], options: StreamRowsOptions = {}): AsyncIterableIterator<Row> {
    const rows = this.handler.stream({ cql, params }, options);
    const iterator: AsyncIterableIterator<Row> = {
      next: () => this.queue.run(cql, () => rows.next()),
      return: async () => (await rows.return?.()) ?? { done: true, value: undefined },
      [Symbol.asyncIterator]: () => iterator,
    };
    return iterator;
  }

  batch(statements: readonly BatchStatement[], options: BatchOptions = {}): Promise<void> {
    const text = statements.map(({ cql }) => cql).join('; ');
    return this.queue.run(text, () => this.handler.batch(statements, options));
  }

  backfill(options: AnyBackfill): Promise<BackfillResult> {
    return this.queue.run('BACKFILL', () => this.handler.backfill(options));
  }

  requireBackfill(name: string): Promise<void> {
    return this.queue.run('BACKFILL', () => this.handler.requireBackfill(name));
  }

  copyTable(options: CopyTableOptions): Promise<BackfillResult> {
    return this.queue.run('BACKFILL', () => this.handler.copyTable(options));
  }
}
