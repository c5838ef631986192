import { messageOf } from '../../core/error.js';
import { type CopyPlan, isKey } from '../../core/copy/plan-copy.js';
import { eachIsGiven, quoteName } from '../../core/model/identifier.js';
import { isUnclear } from '../../session/driver/is-unclear.js';
import type { Runtime } from '../../session/runtime.js';
import type { Row, Session } from '../../session/session.js';
import { BackfillStoppedError } from '../errors.js';
import type { Hold } from '../hold.js';
import type { RowSink } from '../page-writes.js';
import type { Slice } from '../slice.js';
import type { SourceRow } from '../source-rows.js';

export interface CounterParts {
  readonly name: string;
  readonly plan: CopyPlan;
  readonly session: Session;
  readonly hold: Pick<Hold, 'confirm' | 'signal'>;
  readonly runtime: Pick<Runtime, 'delay'>;
}

/** Milliseconds. */
const SETTLED_AFTER = 5_000;
/** Times that a row is read back after an answer that was lost. */
const ATTEMPTS = 10;

/**
 * Copies counters: what the target lacks is added, and is read back where the answer is lost. Only sound while no one else
 * writes to either table.
 */
export class CounterSink implements RowSink {
  /** The rows one after the other: a second increment of one row must see the first. */
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly parts: CounterParts) {}

  handle(slice: Slice, { row, key }: SourceRow): Promise<void> {
    const done = this.last.then(() => this.copy(slice, row, key));
    this.last = done.catch(() => {});
    return done;
  }

  private async copy(slice: Slice, row: Row, key: string): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      this.parts.hold.signal.throwIfAborted();
      try {
        await this.addDifference(row);
        slice.rows += 1;
        return;
      } catch (error) {
        if (!isUnclear(error) || attempt === ATTEMPTS) throw this.stopped(key, error);
        // An increment that is under way is seen by the next read, or is lost.
        await this.parts.runtime.delay(SETTLED_AFTER, this.parts.hold.signal);
      }
    }
  }

  private async addDifference(row: Row): Promise<void> {
    const { plan, session, hold } = this.parts;
    const table = quoteName(plan.to.name);
    const keys = plan.columns.filter(({ target }) => isKey(target));
    const counters = plan.columns.filter(({ target }) => !isKey(target));
    const where = eachIsGiven(keys.map(({ target }) => target.name));
    const values = keys.map(({ source }) => row[source]);
    const names = counters.map(({ target }) => quoteName(target.name)).join(', ');
    const options = { consistency: 'quorum' } as const;
    const { rows } = await session.execute(`SELECT ${names} FROM ${table} WHERE ${where}`, values, options);
    const missing = counters
      .map(({ target, source }) => [target.name, countOf(row[source]) - countOf(rows[0]?.[target.name])] as const)
      .filter(([, difference]) => difference !== 0n);
    if (missing.length === 0) return;
    const sums = missing.map(([name]) => `${quoteName(name)} = ${quoteName(name)} + ?`).join(', ');
    await hold.confirm();
    await session.execute(
      `UPDATE ${table} SET ${sums} WHERE ${where}`,
      [...missing.map(([, difference]) => String(difference)), ...values],
      { ...options, idempotent: false },
    );
  }

  private stopped(key: string, cause: unknown): BackfillStoppedError {
    const hint = 'Run it again: what the target has already is not added once more.';
    return new BackfillStoppedError(this.parts.name, `the counters of ${key}: ${messageOf(cause)}`, hint, cause);
  }
}

const countOf = (value: unknown): bigint =>
  value === null || value === undefined ? 0n : BigInt(String(value as { toString(): string }));
