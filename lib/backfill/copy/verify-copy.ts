import { planRanges } from '../../core/backfill/plan-ranges.js';
import type { TokenRange } from '../../core/backfill/token-range.js';
import { addRow, addSums, canonicalText, NO_ROWS, type RowSum } from '../../core/copy/row-digest.js';
import { type CopiedColumn, type CopyPlan, isKey } from '../../core/copy/plan-copy.js';
import { quoteName } from '../../core/model/identifier.js';
import { inTurns } from '../../session/in-time.js';
import type { Row, Session } from '../../session/session.js';
import type { Copy } from './check-copy.js';
import { CopyDiffersError } from './errors.js';

export interface Verification {
  readonly copy: Copy;
  readonly plan: CopyPlan;
  readonly session: Session;
  readonly signal: AbortSignal;
  /** A short, well-spread number for a text. */
  readonly digest: (text: string) => bigint;
}

const RANGES = 16;
const READERS = 4;
/** Rows that are named where the tables differ. */
const EXAMPLES = 5;

/**
 * Compares the rows of the target with those that the source asks for. Writes of the application meanwhile are differences.
 * @throws CopyDiffersError
 */
export async function verifyCopy(verification: Verification): Promise<void> {
  const { copy } = verification;
  if (copy.verify === 'none') return;
  const { wanted, found } = await sums(verification);
  if (wanted.rows === found.rows && wanted.digest === found.digest) return;
  throw new CopyDiffersError(copy, { wanted: wanted.rows, found: found.rows, rows: await examples(verification) });
}

async function sums(verification: Verification): Promise<{ readonly wanted: RowSum; readonly found: RowSum }> {
  const { plan } = verification;
  const ranges = planRanges([], RANGES);
  const ofRange = async (range: TokenRange) => {
    let [wanted, found] = [NO_ROWS, NO_ROWS];
    for await (const row of wantedRows(verification, range)) wanted = addRow(wanted, digestOf(verification, row));
    for await (const row of rowsOf(verification, plan.to.name, range)) {
      if (isRow(plan, row)) found = addRow(found, digestOf(verification, row));
    }
    return { wanted, found };
  };
  const all = await inTurns(ranges, READERS, ofRange);
  return {
    wanted: all.reduce((sum, { wanted }) => addSums(sum, wanted), NO_ROWS),
    found: all.reduce((sum, { found }) => addSums(sum, found), NO_ROWS),
  };
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

/** Keys of rows that the target lacks, or has with other values; the first that are found. */
async function examples(verification: Verification): Promise<readonly string[]> {
  const { plan, session } = verification;
  const keys = plan.columns.filter(({ target }) => isKey(target));
  const where = keys.map(({ target }) => `${quoteName(target.name)} = ?`).join(' AND ');
  const names = plan.columns.map(({ target }) => quoteName(target.name)).join(', ');
  const found: string[] = [];
  for (const range of planRanges([], RANGES)) {
    for await (const row of wantedRows(verification, range)) {
      const values = keys.map(({ target }) => row[target.name]);
      const { rows } = await session.execute(`SELECT ${names} FROM ${quoteName(plan.to.name)} WHERE ${where}`, values);
      const [own] = rows;
      if (own && textOf(plan, own) === textOf(plan, row)) continue;
      found.push(`${keyText(keys, row)} ${own ? 'has other values' : 'is missing'}`);
      if (found.length === EXAMPLES) return found;
    }
  }
  return found;
}

const textOf = ({ columns }: CopyPlan, row: Row) =>
  columns.map(({ target }) => canonicalText(row[target.name])).join('\n');

const keyText = (keys: readonly CopiedColumn[], row: Row) =>
  keys.map(({ target }) => `${target.name} = ${String(row[target.name])}`).join(', ');
