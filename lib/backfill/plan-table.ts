import { countRanges, planRanges, type TableSize } from '../core/backfill/plan-ranges.js';
import type { TokenRange } from '../core/backfill/token-range.js';
import { readRing, readTableSize } from '../session/introspect-ring.js';
import type { Session } from '../session/session.js';
import type { Backfill } from './check-options.js';

/** A ring of more tokens would make more ranges than a backfill may have. */
const MOST_TOKENS = 9_000;

/**
 * The ranges that suit a table: as many as the backfill says, or as fit its size. Where the cluster has several hosts, the
 * latter lie between neighbours of the ring, so that each has its rows on one set of replicas.
 */
export async function rangesOf(
  { table, ranges }: Pick<Backfill, 'table' | 'ranges'>,
  session: Session,
  known?: TableSize,
): Promise<readonly TokenRange[]> {
  if (ranges !== undefined) return planRanges([], ranges);
  const [ring, size] = await Promise.all([readRing(session), known ?? readTableSize(session, session.keyspace, table)]);
  const isAligned = ring.hosts > 1 && ring.tokens.length <= MOST_TOKENS;
  return planRanges(isAligned ? ring.tokens : [], countRanges(size));
}
