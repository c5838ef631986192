import { planRanges } from '../../core/backfill/plan-ranges.js';
import type { TokenRange } from '../../core/backfill/token-range.js';
import { addRow, addSums, canonicalText, NO_ROWS, type RowSum } from '../../core/copy/row-digest.js';
import { type CopiedColumn, type CopyColumn, type CopyPlan, isKey } from '../../core/copy/plan-copy.js';
import { sameCqlType } from '../../core/model/cql-type.js';
import { eachIsGiven, quoteName } from '../../core/model/identifier.js';
import { visible } from '../../core/text/visible.js';
import { inTurns } from '../../session/in-time.js';
import type { Row, Session } from '../../session/session.js';
import type { Copy } from './check-copy.js';
import { rowKey } from '../row-key.js';
import { CopyDiffersError } from './errors.js';

export interface Verification {
  readonly copy: Copy;
  readonly plan: CopyPlan;
  readonly session: Session;
  readonly signal: AbortSignal;
  /** A short, well-spread number for a text. */
  readonly digest: (text: string) => bigint;
}

const READERS = 4;
/** Rows that are named where the tables differ. */
export const EXAMPLES = 5;

/** A row that differs. */
export interface Difference {
  readonly key: string;
  /** `is missing`. */
  readonly problem: string;
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
 * @throws CopyDiffersError
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
    rows: isEqual ? [] : await findExamples(verification, suspects),
  };
}

interface RangeSums {
  readonly range: TokenRange;
  readonly wanted: RowSum;
  readonly found: RowSum;
}

const isSame = (one: RowSum, other: RowSum) => one.rows === other.rows && one.digest === other.digest;

function sums(verification: Verification): Promise<readonly RangeSums[]> {
  const { plan, copy } = verification;
  return inTurns(planRanges([], copy.base.ranges), READERS, async (range) => {
    let [wanted, found] = [NO_ROWS, NO_ROWS];
    for await (const row of wantedRows(verification, range)) wanted = addRow(wanted, digestOf(verification, row));
    for await (const row of rowsOf(verification, plan.to.name, range)) {
      if (isRow(plan, row)) found = addRow(found, digestOf(verification, row));
    }
    return { range, wanted, found };
  });
}

/** Rows of the target as the source asks for them; those without a key there, and partitions of statics, are none. */
async function* wantedRows(verification: Verification, range: TokenRange): AsyncGenerator<Row> {
  const { copy, plan } = verification;
  for await (const source of rowsOf(verification, plan.from.name, range)) {
    if (!isRow(plan, source, 'from')) continue;
    const converted = copy.row ? await copy.row(source) : source;
    if (converted)
      yield Object.fromEntries(plan.columns.map((column) => [column.target.name, converted[column.source]]));
  }
}

async function* rowsOf({ plan, session, signal }: Verification, table: string, { start, end }: TokenRange) {
  const isSource = table === plan.from.name;
  const { columns } = isSource ? plan.from : plan.to;
  const selected = isSource ? columns.map(({ name }) => name) : plan.columns.map(({ target }) => target.name);
  const key = columns.filter(({ kind }) => kind === 'partition_key').map(({ name }) => quoteName(name));
  const cql =
    `SELECT ${selected.map(quoteName).join(', ')} FROM ${quoteName(table)} ` +
    `WHERE token(${key.join(', ')}) > ${start} AND token(${key.join(', ')}) <= ${end}`;
  for await (const row of session.stream(cql, [], { consistency: 'local-quorum' })) {
    signal.throwIfAborted();
    yield row;
  }
}

/** A partition of static columns alone has one row, whose clustering columns are null. */
function isRow(plan: CopyPlan, row: Row, side: 'from' | 'to' = 'to'): boolean {
  const clustering = plan[side].columns.find(({ kind }) => kind === 'clustering');
  return !clustering || (row[clustering.name] ?? null) !== null;
}

function digestOf({ copy, plan, digest }: Verification, row: Row): bigint {
  if (copy.verify === 'count') return 0n;
  return digest(plan.columns.map(({ target }) => canonicalText(row[target.name])).join('\n'));
}

/** Keys of rows that the target lacks, has with other values, or has too many; the first that are found. */
async function findExamples(verification: Verification, ranges: readonly TokenRange[]): Promise<readonly Difference[]> {
  const found: Difference[] = [];
  for (const find of [lacking, tooMany])
    for (const range of ranges)
      for await (const example of find(verification, range)) if (found.push(example) === EXAMPLES) return found;
  return found;
}

async function* lacking(verification: Verification, range: TokenRange): AsyncGenerator<Difference> {
  const { plan } = verification;
  const keys = plan.columns.filter(({ target }) => isKey(target));
  const names = keys.map(({ target }) => target.name);
  for await (const row of wantedRows(verification, range)) {
    const values = names.map((name) => row[name]);
    const own = await rowBy(verification, { table: plan.to.name, keys: names, values });
    if (!own || textOf(plan, own) !== textOf(plan, row))
      yield { key: rowKey(row, names), problem: own ? 'has other values' : 'is missing' };
  }
}

/** Rows of the target whose row of the source is gone. Only told where they have its key, and nothing converts it. */
async function* tooMany(verification: Verification, range: TokenRange): AsyncGenerator<Difference> {
  const { plan, copy } = verification;
  const keys = plan.from.columns.filter(isKey).map(({ name }) => name);
  const back = keys.map((key) => plan.columns.find(({ source }) => source === key)?.target.name);
  if (copy.row || back.includes(undefined)) return;
  const ofTarget = plan.columns.flatMap(({ target }) => (isKey(target) ? [target.name] : []));
  for await (const row of rowsOf(verification, plan.to.name, range)) {
    if (!isRow(plan, row)) continue;
    const values = back.map((name) => row[name ?? '']);
    const isKnown = values.every((value) => value !== null && value !== undefined);
    if (isKnown && (await rowBy(verification, { table: plan.from.name, keys, values }))) continue;
    yield { key: rowKey(row, ofTarget), problem: `has no row in ${plan.from.name}` };
  }
}

interface Place {
  readonly table: string;
  readonly keys: readonly string[];
  readonly values: readonly unknown[];
}

/** The columns of the target that are copied, or all of the source. */
async function rowBy({ plan, session }: Verification, { table, keys, values }: Place): Promise<Row | undefined> {
  const isTarget = table === plan.to.name;
  const columns = isTarget ? plan.columns.map(({ target }) => target.name) : plan.from.columns.map(({ name }) => name);
  const cql = `SELECT ${columns.map(quoteName).join(', ')} FROM ${quoteName(table)} WHERE ${eachIsGiven(keys)}`;
  return (await session.execute(cql, values, { consistency: 'local-quorum' })).rows[0];
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

const textOf = ({ columns }: CopyPlan, row: Row) =>
  columns.map(({ target }) => canonicalText(row[target.name])).join('\n');
