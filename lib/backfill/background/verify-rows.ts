import { planRanges } from '../../core/backfill/plan-ranges.js';
import type { TokenRange } from '../../core/backfill/token-range.js';
import { inTurns } from '../../session/in-time.js';
import type { Session } from '../../session/session.js';
import type { Backfill } from '../check-options.js';
import { EXAMPLES, type Difference } from '../copy/copy-examples.js';
import { foldRange } from '../fold-range.js';
import { inPasses, Pass, READERS, type ComparisonTools } from '../in-passes.js';
import { PatientReads } from '../patient-reads.js';
import type { SourceRow } from '../source-rows.js';
import { SourceTable } from '../source-table.js';
import { RowCheck, type RowFinding, type UncheckedStatement } from './row-check.js';

export interface RowVerification {
  readonly backfill: Backfill;
  /** The session of the application: `row` is given what it reads. */
  readonly session: Session;
  /** The session that the written cells are read over, without a loss. */
  readonly target: Session;
  readonly tools: ComparisonTools;
}

export interface RowsComparison {
  /** Rows that were read, and of these the ones that differ. */
  readonly rows: number;
  readonly differing: number;
  readonly ranges: { readonly total: number; readonly differing: number };
  /** Some of the rows that differ. */
  readonly examples: readonly Difference[];
  readonly unchecked: readonly UncheckedStatement[];
}

/**
 * Hands every row to `row` again, and compares the cells that its statements write with those that are there. Writes nothing.
 * @throws BackfillRefusedError where a run would refuse a statement
 * @throws BackfillNotVerifiedError
 */
export async function verifyRows(verification: RowVerification): Promise<RowsComparison> {
  const { backfill, session, tools } = verification;
  const source = await new PatientReads(tools).ask(() => SourceTable.open(session, backfill));
  const passes = planRanges([], backfill.ranges).map((range) => new Pass(range, NO_TALLY));
  const check = new RowCheck(verification, source);
  const atOnce = Math.ceil(backfill.concurrency / READERS);
  await inPasses(passes, tools, (pass, reads) => {
    const { range, reached } = pass;
    const read = (part: TokenRange) => source.rowsOf({ range: part, token: undefined });
    const add = async (sum: Tally, rows: readonly SourceRow[]) => {
      const findings = await inTurns(rows, atOnce, ({ row }) => check.findingOf(row, reads));
      return together(sum, tallyOf(rows, findings));
    };
    return foldRange(range, { read, initial: NO_TALLY, add, atOnce, reached }, reads);
  });
  const total = passes.reduce((all, { sum }) => together(all, sum), NO_TALLY);
  const differing = passes.filter(({ sum }) => sum.differing > 0).length;
  return { ...total, ranges: { total: passes.length, differing } };
}

/** Rows that were compared. */
type Tally = Omit<RowsComparison, 'ranges'>;

const NO_TALLY: Tally = { rows: 0, differing: 0, examples: [], unchecked: [] };

const NONE: readonly UncheckedStatement[] = [];

function tallyOf(rows: readonly SourceRow[], findings: readonly RowFinding[]): Tally {
  const examples = rows.flatMap(({ key }, index) => {
    const problem = findings[index]?.problem;
    return problem === undefined ? [] : [{ key, problem }];
  });
  const unchecked = findings.flatMap((finding) => finding.unchecked);
  return { rows: rows.length, differing: examples.length, examples, unchecked: unchecked.reduce(withUnchecked, NONE) };
}

function together(one: Tally, other: Tally): Tally {
  return {
    rows: one.rows + other.rows,
    differing: one.differing + other.differing,
    examples: [...one.examples, ...other.examples].slice(0, EXAMPLES),
    unchecked: other.unchecked.reduce(withUnchecked, one.unchecked),
  };
}

function withUnchecked(known: readonly UncheckedStatement[], more: UncheckedStatement): readonly UncheckedStatement[] {
  const same = known.find(({ cql }) => cql === more.cql);
  if (!same) return [...known, more];
  return known.map((one) => (one === same ? { ...one, count: one.count + more.count } : one));
}
