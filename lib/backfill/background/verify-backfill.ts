import { createHash } from 'node:crypto';
import type { Database, Session } from '../../session/session.js';
import type { DefinedBackfill } from './background-definition.js';
import type { Backfill } from '../check-options.js';
import type { Copy } from '../copy/check-copy.js';
import { prepareCopy } from '../copy/prepare-copy.js';
import { compareCopy, type Difference } from '../copy/verify-copy.js';
import { BackfillRefusedError } from '../errors.js';
import type { BackfillCondition, BackfillRecord } from '../state-row.js';
import { verifyRows, type UncheckedStatement } from './verify-rows.js';

/** @publicApi */
export interface VerifyBackfillOptions {
  /** Compares the values of a copy as well, and not only the numbers of rows. */
  readonly hash?: boolean | undefined;
  /** Ends the comparison. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Comparison of what a backfill was to write with what is there.
 * @publicApi
 */
export interface BackfillVerification {
  readonly name: string;
  /** State of the backfill; undefined where it was never started. */
  readonly state: BackfillCondition | undefined;
  /** Comparison that was made: the numbers of rows or the digests of their values for a copy, else the cells that `row` writes. */
  readonly compared: 'count' | 'hash' | 'cells';
  /** `unclear` where nothing differs, but some statements could not be checked. */
  readonly outcome: 'equal' | 'different' | 'unclear';
  /** The table that is read, and for a copy the one that it writes to. */
  readonly table: string;
  readonly into: string | undefined;
  /** Rows of the source. */
  readonly rows: number;
  /** Rows of the target of a copy. */
  readonly found: number | undefined;
  /** Rows that differ; undefined for a copy, whose rows are not compared one by one. */
  readonly differing: number | undefined;
  /** Token ranges; which of them differ is not known where the target has another partition key. */
  readonly ranges: { readonly total: number; readonly differing: number | undefined };
  /** Some of the rows that differ. The values of the cells are not among them. */
  readonly examples: readonly Difference[];
  /** Statements whose effect could not be looked at. */
  readonly unchecked: readonly UncheckedStatement[];
}

/** A verification apart from the state of the backfill. */
type Verdict = Omit<BackfillVerification, 'name' | 'state'>;

/**
 * Compares both sides of a backfill. Writes nothing. What the application changes meanwhile, or later in the target alone, is
 * a difference.
 * @throws BackfillRefusedError
 */
export async function verifyBackfill(
  defined: DefinedBackfill,
  database: Pick<Database, 'session' | 'openForCopy'>,
  options: VerifyBackfillOptions,
): Promise<Verdict> {
  const { signal = new AbortController().signal } = options;
  signal.throwIfAborted();
  const exact = await database.openForCopy();
  try {
    if (defined.kind === 'copy') return await copyVerdict(defined.copy, exact, { ...options, signal });
    return await rowsVerdict(defined.backfill, { session: database.session, target: exact, signal });
  } finally {
    await exact.close();
  }
}

interface Bounds {
  readonly hash?: boolean | undefined;
  readonly signal: AbortSignal;
}

async function copyVerdict(copy: Copy, session: Session, { hash = false, signal }: Bounds): Promise<Verdict> {
  const { plan } = await prepareCopy(copy, session);
  const compared = hash ? 'hash' : 'count';
  const compare = { copy: { ...copy, verify: compared }, plan, session, signal, digest } as const;
  const { isEqual, wanted, found, ranges, rows } = await compareCopy(compare);
  const outcome = isEqual ? 'equal' : 'different';
  const sides = { table: copy.from, into: copy.to, rows: wanted, found, differing: undefined };
  return { compared, outcome, ...sides, ranges, examples: rows, unchecked: [] };
}

async function rowsVerdict(
  backfill: Backfill,
  sessions: { readonly session: Session; readonly target: Session; readonly signal: AbortSignal },
): Promise<Verdict> {
  const compared = await verifyRows({ backfill, ...sessions });
  const isEqual = compared.differing === 0;
  const outcome = !isEqual ? 'different' : compared.unchecked.length === 0 ? 'equal' : 'unclear';
  return { compared: 'cells', outcome, table: backfill.table, into: undefined, found: undefined, ...compared };
}

/**
 * Makes sure that the record is of a backfill in the background, if there is one.
 * @throws BackfillRefusedError
 */
export function refuseForeground(record: BackfillRecord | undefined): void {
  if (!record || record.background) return;
  const { name, migration = 'a migration' } = record;
  const problem = `it is a part of ${migration}, and only that knows what it writes`;
  throw new BackfillRefusedError(name, problem, "In a migration, a copy is compared by copyTable({ verify: 'hash' }).");
}

/** A short, well-spread number for a text. */
export function digest(text: string): bigint {
  return createHash('sha256').update(text).digest().readBigUInt64LE();
}
