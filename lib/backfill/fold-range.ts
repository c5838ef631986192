import type { TokenRange } from '../core/backfill/token-range.js';
import type { PatientReads } from './patient-reads.js';

/** A row with the token of its partition. */
export interface PlacedRow {
  readonly token: bigint;
}

/** How the rows of a token range are added up. */
export interface RangeFold<R extends PlacedRow, T> {
  /** Rows in the order of their tokens. */
  readonly read: (range: TokenRange) => AsyncIterable<R>;
  readonly initial: T;
  /** Returns a new sum: the one that it is given may be needed again. */
  readonly add: (sum: T, rows: readonly R[]) => T | Promise<T>;
  /** Least number of rows that are added at a time, but for the last ones. */
  readonly atOnce: number;
  readonly isEnough?: (sum: T) => boolean;
  /** Called with the last token whose rows are all added, and with their sum. */
  readonly reached?: (token: bigint, sum: T) => void;
}

/**
 * Adds up the rows of a range. Reading that fails in passing goes on behind the last partition that was added as a whole:
 * no row is left out, and none counts twice.
 */
export async function foldRange<R extends PlacedRow, T>(
  range: TokenRange,
  fold: RangeFold<R, T>,
  reads: PatientReads,
): Promise<T> {
  const known = { sum: fold.initial, start: range.start };
  for (let attempt = 1; ; attempt += 1) {
    const before = known.start;
    try {
      return await foldFrom(known, range.end, fold, reads);
    } catch (error) {
      if (!(error instanceof ReadProblem)) throw error;
      if (known.start !== before) attempt = 1;
      await reads.pauseOrThrow(error.cause, attempt);
    }
  }
}

interface Known<T> {
  /** Sum of the rows up to `start`. */
  sum: T;
  start: bigint;
}

async function foldFrom<R extends PlacedRow, T>(
  known: Known<T>,
  end: bigint,
  { read, add, atOnce, isEnough, reached }: RangeFold<R, T>,
  reads: PatientReads,
): Promise<T> {
  let { sum } = known;
  for await (const { rows, token, isWhole } of groupsOf(failing(read({ start: known.start, end })), atOnce)) {
    reads.signal.throwIfAborted();
    sum = await add(sum, rows);
    if (isEnough?.(sum)) return sum;
    if (!isWhole) continue;
    Object.assign(known, { sum, start: token });
    reads.succeeded();
    reached?.(token, sum);
  }
  reads.succeeded();
  reached?.(end, sum);
  return sum;
}

/** A failure to read, apart from one of the work with the rows. */
class ReadProblem {
  constructor(readonly cause: unknown) {}
}

async function* failing<R>(rows: AsyncIterable<R>): AsyncGenerator<R> {
  try {
    yield* rows;
  } catch (error) {
    throw new ReadProblem(error);
  }
}

interface Group<R> {
  readonly rows: readonly R[];
  /** Token of the last row. */
  readonly token: bigint;
  /** Whether it ends with a partition. */
  readonly isWhole: boolean;
}

/** A partition that has many more rows is cut, so that memory stays constant. */
const LONGEST = 4;

async function* groupsOf<R extends PlacedRow>(rows: AsyncIterable<R>, size: number): AsyncGenerator<Group<R>> {
  let group: R[] = [];
  let last = 0n;
  for await (const row of rows) {
    const { token } = row;
    const isWhole = token !== last;
    if ((isWhole && group.length >= size) || group.length >= LONGEST * size) {
      yield { rows: group, token: last, isWhole };
      group = [];
    }
    group.push(row);
    last = token;
  }
  if (group.length > 0) yield { rows: group, token: last, isWhole: true };
}
