import type { BackfillTrial } from '../../backfill/try-backfill.js';
import { isNeedlessUse, readStatement, type Statement } from '../../core/cql/statement.js';
import type { Direction } from '../../core/progress/progress.js';
import { nextTurn } from '../../session/in-time.js';
import type { Row } from '../../session/session.js';
import { NOTHING_WRITTEN, type AnyBackfill, type BackfillResult } from '../../backfill/backfill-options.js';
import type { LoadedMigration } from '../source/loaded-migration.js';
import type { BatchStatement, MigrationLogger } from '../source/migration.js';
import { checkCopy } from '../../backfill/copy/check-copy.js';
import type { CopyTableOptions } from '../../backfill/copy/copy-options.js';
import { readBackfill, type WantedBackfill } from '../backfill/background-step.js';
import { guardStatement, refuseInBatch } from './guard.js';
import { QueuedContext, type StatementHandler } from './queued-context.js';
import type { SentStatement } from './key-of-row.js';
import { refuseDefect } from './sendable.js';
import { StatementQueue } from './statement-queue.js';
import { PlannedStatements } from './statement-record.js';

const SILENT: MigrationLogger = { debug: () => {}, log: () => {}, warn: () => {}, error: () => {} };

/** The context of a dry run, with what stands behind it. */
export interface DryRunContext {
  readonly context: QueuedContext;
  readonly queue: StatementQueue;
  readonly handler: StatementNotes;
  /** Aborts the signal of the context: the run no longer waits for the code. */
  readonly abandon: (reason: Error) => void;
}

/** Lint notes every statement, also those that a run would refuse: its rules report them. */
export type Refusals = 'as-in-a-run' | 'none';

/** Tries a backfill on some rows, and writes nothing; `undefined` where the application does not know it. */
export type TryOut = (wanted: WantedBackfill) => Promise<BackfillTrial | undefined>;

export interface DryRunOptions {
  readonly refusals?: Refusals | undefined;
  /** Without it no row is read. */
  readonly tryOut?: TryOut | undefined;
}

/** The context of a dry run: it notes what would be sent, and sends nothing. */
export function openDryRunContext(
  keyspace: string,
  migration: LoadedMigration,
  direction: Direction,
  { refusals = 'as-in-a-run', tryOut }: DryRunOptions = {},
): DryRunContext {
  const queue = new StatementQueue(migration.entry.origin, () => {});
  const handler = new StatementNotes(migration, { keyspace, direction, refusals, tryOut });
  const controller = new AbortController();
  const surroundings = { keyspace, signal: controller.signal, logger: SILENT, dryRun: true };
  const abandon = (reason: Error) => controller.abort(reason);
  return { context: new QueuedContext(surroundings, handler, queue), queue, handler, abandon };
}

interface NoteOptions {
  readonly keyspace: string;
  readonly direction: Direction;
  readonly refusals: Refusals;
  readonly tryOut: TryOut | undefined;
}

/** Notes statements, and refuses those that a run would refuse. */
class StatementNotes implements StatementHandler {
  readonly record = new PlannedStatements();
  readonly trials: BackfillTrial[] = [];

  constructor(
    private readonly migration: LoadedMigration,
    private readonly options: NoteOptions,
  ) {}

  async execute(statement: Statement): Promise<readonly Row[]> {
    await this.answerTakesTime();
    const { keyspace, refusals } = this.options;
    if (refusals === 'as-in-a-run') {
      if (isNeedlessUse(statement, keyspace)) return [];
      this.refuse(statement);
    }
    this.record.add(statement);
    return [];
  }

  async *stream({ cql }: SentStatement): AsyncGenerator<Row> {
    yield* await this.execute(readStatement(cql));
  }

  async batch(statements: readonly BatchStatement[]): Promise<void> {
    await this.answerTakesTime();
    const read = statements.map(({ cql }) => readStatement(cql));
    refuseInBatch(read, this.migration.entry.origin);
    for (const statement of read) this.record.add(statement);
  }

  /** The statement stands for all its writes. */
  async backfill(options: AnyBackfill): Promise<BackfillResult> {
    await this.answerTakesTime();
    const wanted = readBackfill(options, this.migration.entry.name);
    this.record.add(wanted.statement);
    const trial = await this.options.tryOut?.(wanted);
    if (trial) this.trials.push(trial);
    return NOTHING_WRITTEN;
  }

  /** The backfill may be one that a migration before this one would start. */
  requireBackfill(): Promise<void> {
    return this.answerTakesTime();
  }

  async copyTable(options: CopyTableOptions): Promise<BackfillResult> {
    await this.answerTakesTime();
    this.record.add(checkCopy(options, this.migration.entry.name).statement);
    return NOTHING_WRITTEN;
  }

  /** Code that does not wait for an answer shows, as it does in a run, because it ends before the answer is there. */
  private async answerTakesTime(): Promise<void> {
    if (this.migration.form === 'code') await nextTurn();
  }

  private refuse(statement: Statement): void {
    const { entry, allowDestructive } = this.migration;
    refuseDefect(statement, entry.origin);
    const permitted = this.options.direction === 'downgrade' || allowDestructive;
    guardStatement(statement, { cql: statement.cql, origin: entry.origin }, permitted);
  }
}
