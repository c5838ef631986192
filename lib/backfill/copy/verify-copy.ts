import { planRanges } from '../../core/backfill/plan-ranges.js';
import type { TokenRange } from '../../core/backfill/token-range.js';
import { addRow, addSums, canonicalText, NO_ROWS, type RowSum } from '../../core/copy/row-digest.js';
import type { CopiedColumn, CopyColumn } from '../../core/copy/plan-copy.js';
import { sameCqlType } from '../../core/model/cql-type.js';
import { visible } from '../../core/text/visible.js';
import type { Row } from '../../session/session.js';
import { foldRange } from '../fold-range.js';
import { inPasses, Pass, type ComparisonTools } from '../in-passes.js';
import { PatientReads } from '../patient-reads.js';
import { foundRows, wantedRows, type CopiedRow, type CopySides } from './copied-rows.js';
import { findExamples, type Difference } from './copy-examples.js';
import { CopyDiffersError } from './errors.js';

export interface Verification extends CopySides {
  readonly tools: ComparisonTools;
  /** A short, well-spread number for a text. */
  readonly digest: (text: string) => bigint;
}

export interface Comparison {
  readonly isEqual: boolean;
  /** Number of rows that the source asks for, and of those that the target has. */
  readonly wanted: number;
  readonly found: number;
  /** Ranges that differ; undefined where a row of the target may be in another range than its source. */
  readonly ranges: { readonly total: number; readonly differing: number | undefined };
  /** Some of the rows that differ. */
  readonly rows: readonly Difference[];
}

/**
 * Compares the rows of the target with those that the source asks for. Writes of the application meanwhile are differences.
 * @throws CopyDiffersError | BackfillNotVerifiedError
 */
export async function verifyCopy(verification: Verification): Promise<void> {
  const { copy } = verification;
  if (copy.verify === 'none') return;
  const { isEqual, wanted, found, rows } = await compareCopy(verification);
  const lines = rows.map(({ key, problem }) => `${visible(key)} ${problem}`);
  if (!isEqual) throw new CopyDiffersError(copy, { wanted, found, rows: lines });
}

/** The same without a judgement. */
export async function compareCopy(verification: Verification): Promise<Comparison> {
  const all = await sums(verification);
  const wanted = all.reduce((sum, each) => addSums(sum, each.wanted), NO_ROWS);
  const found = all.reduce((sum, each) => addSums(sum, each.found), NO_ROWS);
  // A row has the same token in both tables only where they have the same partition key.
  const areComparable = keepsTokens(verification);
  const differing = all.filter((each) => !isSame(each.wanted, each.found));
  const isEqual = areComparable ? differing.length === 0 : isSame(wanted, found);
  const suspects = (areComparable ? differing : all).map(({ range }) => range);
  return {
    isEqual,
    wanted: wanted.rows,
    found: found.rows,
    ranges: { total: all.length, differing: areComparable ? differing.length : undefined },
    rows: isEqual ? [] : await findExamples(verification, suspects, new PatientReads(verification.tools)),
  };
}

interface RangeSums {
  readonly range: TokenRange;
  readonly wanted: RowSum;
  readonly found: RowSum;
}

const isSame = (one: RowSum, other: RowSum) => one.rows === other.rows && one.digest === other.digest;

/** Rows that are added at a time: so many may be read again where reading fails. */
const AT_ONCE = 100;

async function sums(verification: Verification): Promise<readonly RangeSums[]> {
  const ranges = planRanges([], verification.copy.base.ranges);
  const sides = ranges.map((range) => ({ range, wanted: new Pass(range, NO_ROWS), found: new Pass(range, NO_ROWS) }));
  const passes = sides.flatMap(({ wanted, found }) => [wanted, found]);
  const ofSource = new Set(sides.map(({ wanted }) => wanted));
  const add = (sum: RowSum, rows: readonly CopiedRow[]) =>
    rows.reduce((total, { row }) => addRow(total, digestOf(verification, row)), sum);
  await inPasses(passes, verification.tools, (pass, reads) => {
    const rows = ofSource.has(pass) ? wantedRows : foundRows;
    const read = (part: TokenRange) => rows(verification, part);
    const { range, reached } = pass;
    return foldRange(range, { read, initial: NO_ROWS, add, atOnce: AT_ONCE, reached }, reads);
  });
  return sides.map(({ range, wanted, found }) => ({ range, wanted: wanted.sum, found: found.sum }));
}

function digestOf({ copy, plan, digest }: Verification, row: Row): bigint {
  if (copy.verify === 'count') return 0n;
  return digest(plan.columns.map(({ target }) => canonicalText(row[target.name])).join('\n'));
}

/** Whether each row has the same partition key in both tables. */
function keepsTokens({ plan, copy }: Verification): boolean {
  const isPartition = ({ kind }: CopyColumn) => kind === 'partition_key';
  const own = plan.from.columns.filter(isPartition);
  const copied = plan.columns.filter(({ target }) => isPartition(target));
  const isSame = ({ source, target }: CopiedColumn, index: number) =>
    own[index]?.name === source && sameCqlType(own[index].type, target.type);
  return !copy.row && own.length === copied.length && copied.every(isSame);
}
