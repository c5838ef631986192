import { maskSecrets } from '../core/cql/mask-secrets.js';
import type { Row } from '../session/session.js';
import { messageOf } from '../core/error.js';
import type { BackfillStatement } from './backfill-options.js';
import { isInvalid } from '../session/refusal.js';
import { untilAborted } from '../session/in-time.js';
import type { Backfill } from './check-options.js';
import { BackfillStoppedError } from './errors.js';
import type { Pacer } from './pacer.js';
import type { DeadRow, RangeRows } from './range-rows.js';
import type { Slice } from './slice.js';
import { readWrites } from './read-writes.js';
import type { RowWriter, WriteFailure } from './row-writer.js';
import type { SourceRow } from './source-rows.js';

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

type Statements = readonly BackfillStatement[];
/** Why a row could not be written. */
type Problem = Omit<DeadRow, 'key' | 'position'>;

/** Hands rows to the `row` of a backfill, and sees to what becomes of each. */
export class RowHandler {
  constructor(private readonly parts: HandlerParts) {}

  /** Writes one row, or buries it. */
  async handle(slice: Slice, source: SourceRow): Promise<void> {
    const { pacer, signal, writer } = this.parts;
    if (!pacer.isFree) await pacer.turn(signal);
    const { row } = source;
    const given = this.statementsFor(row);
    const statements = isPromise(given) ? await given : given;
    if (!isList(statements)) return this.bury(slice, source.key, statements);
    const outcome = await writer.writeAll(statements, row);
    if (typeof outcome === 'object') return this.bury(slice, source.key, await this.problemOf(outcome));
    slice.rows += 1;
    if (outcome !== 'written') slice.skipped += 1;
    if (this.parts.dead.size > 0) await this.revive(source.key);
  }

  private async revive(key: string): Promise<void> {
    if (this.parts.dead.delete(key)) await this.parts.ranges.revive(key);
  }

  /** Most functions return at once: then there is nothing to wait for. */
  private statementsFor(row: Row): Statements | Problem | Promise<Statements | Problem> {
    try {
      const writes: unknown = this.parts.backfill.row(row);
      return isPromise(writes) ? this.awaited(writes) : readWrites(writes);
    } catch (error) {
      return problemIn(error);
    }
  }

  private async awaited(writes: PromiseLike<unknown>): Promise<Statements | Problem> {
    const { signal } = this.parts;
    try {
      return readWrites(await untilAborted(signal, () => writes as Promise<unknown>));
    } catch (error) {
      signal.throwIfAborted();
      return problemIn(error);
    }
  }

  /** A server refuses every row once the table has changed: that is no matter of the row. */
  private async problemOf({ failure, cql }: WriteFailure): Promise<Problem> {
    if (isInvalid(failure)) await this.parts.assertShape();
    return { error: messageOf(failure), cql: maskSecrets(cql) };
  }

  /** A row above the limit is not kept: the next run tries it again. */
  private async bury(slice: Slice, key: string, problem: Problem): Promise<void> {
    const { backfill, dead, ranges, shared } = this.parts;
    const row = { key, position: slice.position, ...problem };
    slice.rows += 1;
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

const problemIn = (error: unknown): Problem => ({ error: messageOf(error), cql: '' });

const isList = (value: Statements | Problem): value is Statements => Array.isArray(value);

const isPromise = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && typeof (value as Partial<PromiseLike<unknown>>).then === 'function';
