import type { LogLevel } from '../../core/progress/progress.js';
import type { Row } from '../../session/session.js';
import type { BackfillOptions, BackfillResult, BackgroundBackfill } from '../../backfill/backfill-options.js';
import type { CopyTableOptions } from '../../backfill/copy/copy-options.js';

/**
 * A migration written in code: a file's default export, or its export named `ForwardMigration`. Its constructor may ask
 * for services of the application.
 * @publicApi
 */
export abstract class Migration {
  /** Description in the state table and in `migrate status`. */
  description = '';
  /** Whether `upgrade` may drop or truncate something. Without it such a statement is refused. */
  allowDestructive = false;
  /** False says that there is no way back, although `downgrade` may exist. */
  reversible = true;

  abstract upgrade(context: MigrationContext): Promise<void>;

  /** Undoes `upgrade`. A migration without it cannot be rolled back. */
  downgrade?(context: MigrationContext): Promise<void>;
}

/**
 * Context of a migration.
 * @publicApi
 */
export interface MigrationContext {
  /** Names without a keyspace mean this one. */
  readonly keyspace: string;
  /** Aborts when the lock is lost or the run is interrupted. */
  readonly signal: AbortSignal;
  readonly logger: MigrationLogger;
  /** In a dry run nothing is sent, and every answer is empty. */
  readonly dryRun: boolean;
  /**
   * Runs one statement; answers its rows, all pages of them. After a change of the schema every host has agreed on it.
   * @throws DestructiveStatementError where `upgrade` drops or truncates something and `allowDestructive` is not set
   */
  execute(cql: string, params?: readonly unknown[]): Promise<readonly Row[]>;
  /**
   * Reads rows as they come, a page at a time, so that a table of any size takes little memory. A failure while a row is
   * at hand names its key. In a dry run there are none.
   */
  stream(cql: string, params?: readonly unknown[], options?: StreamRowsOptions): AsyncIterable<Row>;
  /**
   * Sends writes together: all of them take effect, or none. Meant for rows of one partition.
   * @throws UnsupportedStatementError for anything but INSERT, UPDATE and DELETE
   */
  batch(statements: readonly BatchStatement[], options?: BatchOptions): Promise<void>;
  /**
   * Writes something for each row of a table, many at a time. A run that is killed goes on at the last checkpoint. The
   * writes carry the time of the start, so that a later write or deletion by the application wins.
   * With `background: true` the migration only starts it, and goes on: workers do the work.
   * @throws BackfillRefusedError | BackfillStoppedError
   */
  backfill(options: BackfillOptions | BackgroundBackfill): Promise<BackfillResult>;
  /**
   * Lets the migration go on only when a backfill is finished. A dry run does not ask.
   * @throws BackfillUnfinishedError
   */
  requireBackfill(name: string): Promise<void>;
  /**
   * Copies the rows of one table into another, which may have another key. It goes on at the last checkpoint as a backfill does,
   * and a later write or deletion by the application in the target wins.
   * @throws BackfillRefusedError | BackfillStoppedError | CopyDiffersError
   */
  copyTable(options: CopyTableOptions): Promise<BackfillResult>;
}

export interface StreamRowsOptions {
  /** Rows that are asked for at a time: 1 000 by default. */
  readonly fetchSize?: number;
}

export interface BatchStatement {
  readonly cql: string;
  readonly params?: readonly unknown[];
}

export interface BatchOptions {
  /** False for rows of one partition: those take effect together anyway, and the servers are spared their log. */
  readonly logged?: boolean;
}

export type MigrationLogger = Readonly<Record<LogLevel, (message: string) => void>>;
