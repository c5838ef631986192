import type { RangeProgress } from '../core/backfill/estimate-progress.js';
import { coverEveryToken, type TokenRange } from '../core/backfill/token-range.js';
import type { Row } from '../session/session.js';
import type { BackfillResult } from './backfill-options.js';
import { incompleteRanges } from './errors.js';

/** A token range of a backfill, and how far it is written. */
export interface Slice extends RangeProgress {
  readonly position: number;
  token: bigint | undefined;
  /** End of a page that lies within one partition: all rows before it are written. */
  mark: PageMark | undefined;
  done: boolean;
  /** Whether its halves stand for it: reading it failed again and again. */
  split: boolean;
  rows: number;
  skipped: number;
  /** The process that wrote to it last, and when. */
  readonly owner?: string | undefined;
  readonly seenAt?: Date | undefined;
}

/** A place within a partition, which only the servers can read: the paging state of a SELECT. */
export interface PageMark {
  /** Token of the partition. */
  readonly token: bigint;
  /** The token after which that SELECT began. */
  readonly start: bigint;
  /** Hexadecimal. */
  readonly state: string;
  /** Digest of that SELECT and the version of the servers: with any other one the state could leave rows out. */
  readonly of: string;
}

/** A range of which nothing is written. */
export function freshSlice(position: number, range: TokenRange): Slice {
  return { position, range, token: undefined, mark: undefined, done: false, split: false, rows: 0, skipped: 0 };
}

/** The slice that a row of the ranges table is. */
export function sliceOf(row: Row): Slice {
  const token = optionalText(row['written_token']);
  return {
    position: Number(row['position']),
    range: { start: BigInt(String(row['start_token'])), end: BigInt(String(row['end_token'])) },
    token: token === undefined ? undefined : BigInt(token),
    mark: markOf(row),
    done: row['done_at'] instanceof Date,
    split: row['split_at'] instanceof Date,
    rows: Number(row['row_count'] ?? 0),
    skipped: Number(row['skipped'] ?? 0),
    owner: optionalText(row['owner']),
    seenAt: row['seen_at'] instanceof Date ? row['seen_at'] : undefined,
  };
}

/** The mark as it is kept. */
export function formatMark({ token, start, state, of }: PageMark): string {
  return [token, start, state, of].join(' ');
}

/** A kept mark, unless it is in another partition than the checkpoint, which has gone on without one then. */
function markOf(row: Row): PageMark | undefined {
  const found = MARK.exec(optionalText(row['page']) ?? '');
  const [, token = '', start = '', state = '', of = ''] = found ?? [];
  if (!found || token !== row['written_token']) return undefined;
  return { token: BigInt(token), start: BigInt(start), state, of };
}

const MARK = /^(-?\d+) (-?\d+) ((?:[0-9a-f]{2})+) ([0-9a-f]+)$/;

const optionalText = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** The ranges that cover all tokens: without those whose halves stand for them. */
export function standing<S extends Pick<Slice, 'split'>>(slices: readonly S[]): readonly S[] {
  return slices.filter(({ split }) => !split);
}

/**
 * Makes sure that no range is missing: what was deleted by hand would be left out, and nobody would notice.
 * @throws BackfillRefusedError
 */
export function assertComplete(backfill: string, slices: readonly Slice[]): void {
  if (!coverEveryToken(standing(slices).map(({ range }) => range))) throw incompleteRanges(backfill);
}

/** Milliseconds after which a process that shows no sign counts as gone. */
const LIVES_FOR = 15_000;

/** Processes that were seen at work on a range not long ago. */
export function ownersAtWork(slices: readonly Slice[], now: Date): ReadonlySet<string> {
  const since = now.getTime() - LIVES_FOR;
  const alive = slices.filter(({ done, seenAt }) => !done && (seenAt?.getTime() ?? 0) > since);
  return new Set(alive.flatMap(({ owner }) => owner ?? []));
}

export function resultOf(slices: readonly Slice[], dead: number): BackfillResult {
  const sum = (of: (slice: Slice) => number) => slices.reduce((total, slice) => total + of(slice), 0);
  return { rows: sum(({ rows }) => rows), skipped: sum(({ skipped }) => skipped), dead };
}
