import { maskSecrets } from '../core/cql/mask-secrets.js';
import { messageOf } from '../core/error.js';
import type { BackfillStatement } from './backfill-options.js';
import { isInvalid } from '../session/refusal.js';
import { untilAborted } from '../session/in-time.js';
import type { Backfill } from './check-options.js';
import { BackfillStoppedError } from './errors.js';
import type { Pacer } from './pacer.js';
import type { DeadRow, RangeRows, Slice } from './range-rows.js';
import { readWrites } from './read-writes.js';
import type { RowWriter } from './row-writer.js';
import type { SourceRow } from './source-table.js';

export interface HandlerParts {
  readonly backfill: Backfill;
  readonly ranges: RangeRows;
  /** Keys of the rows that could not be written. */
  readonly dead: Set<string>;
  /** Whether other processes work on the backfill as well, and may find rows that cannot be written. */
  readonly shared: boolean;
  readonly writer: RowWriter;
  readonly pacer: Pacer;
  /** @throws BackfillStoppedError where the table is not the one that the backfill began with */
  readonly assertShape: () => Promise<void>;
  /** Aborts when the backfill is to end. */
  readonly signal: AbortSignal;
}

/** Hands rows to the `row` of a backfill, and sees to what becomes of each. */
export class RowHandler {
  constructor(private readonly parts: HandlerParts) {}

  /** Writes one row, or buries it. */
  async handle(slice: Slice, source: SourceRow): Promise<void> {
    if (!this.parts.pacer.isFree) await this.parts.pacer.turn(this.parts.signal);
    const outcome = await this.outcomeOf(source);
    slice.rows += 1;
    if (outcome === 'skipped') slice.skipped += 1;
    if (typeof outcome === 'object') await this.bury({ key: source.key, position: slice.position, ...outcome });
    else if (this.parts.dead.size > 0) await this.revive(source.key);
  }

  private async revive(key: string): Promise<void> {
    if (this.parts.dead.delete(key)) await this.parts.ranges.revive(key);
  }

  private async outcomeOf({ row }: SourceRow): Promise<'written' | 'skipped' | Omit<DeadRow, 'key' | 'position'>> {
    let statements: readonly BackfillStatement[];
    try {
      const writes: unknown = this.parts.backfill.row(row);
      // Most functions return at once: then there is nothing to wait for.
      statements = readWrites(isPromise(writes) ? await untilAborted(this.parts.signal, () => writes) : writes);
    } catch (error) {
      this.parts.signal.throwIfAborted();
      return { error: messageOf(error), cql: '' };
    }
    let isWritten = false;
    for (const statement of statements) {
      const outcome = await this.parts.writer.write(statement, row);
      if (typeof outcome === 'object') return this.failureOf(outcome.failure, statement);
      isWritten ||= outcome === 'written';
    }
    return isWritten ? 'written' : 'skipped';
  }

  /** A server refuses every row once the table has changed: that is no matter of the row. */
  private async failureOf(failure: unknown, { cql }: BackfillStatement) {
    if (isInvalid(failure)) await this.parts.assertShape();
    return { error: messageOf(failure), cql: maskSecrets(cql) };
  }

  /** A row above the limit is not kept: the next run tries it again. */
  private async bury(row: DeadRow): Promise<void> {
    const { backfill, dead, ranges, shared } = this.parts;
    if (shared) for (const { key } of await ranges.deadRows()) dead.add(key);
    if (!dead.has(row.key) && dead.size >= backfill.deadRows)
      throw new BackfillStoppedError(
        backfill.name,
        `the row ${row.key} could not be written: ${row.error} (${dead.size} of ${backfill.deadRows} such rows are allowed)`,
        'Correct the row or the migration and run it again: it goes on where it stopped. `deadRows` allows for some such rows.',
      );
    dead.add(row.key);
    await ranges.bury(row);
  }
}

const isPromise = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && 'then' in value;
