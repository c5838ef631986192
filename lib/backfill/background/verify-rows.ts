import { planRanges } from '../../core/backfill/plan-ranges.js';
import {
  readWrittenCells,
  type ReadCells,
  type Term,
  type WrittenCells,
} from '../../core/backfill/read-written-cells.js';
import type { TokenRange } from '../../core/backfill/token-range.js';
import { partTexts, valueText } from '../../core/copy/value-text.js';
import { maskSecrets } from '../../core/cql/mask-secrets.js';
import { readDataStatements } from '../../core/cql/data-statement.js';
import { messageOf } from '../../core/error.js';
import { significantTokens } from '../../core/lexer/tokenize.js';
import { inTurns } from '../../session/in-time.js';
import type { Row, Session } from '../../session/session.js';
import type { BackfillStatement } from '../backfill-options.js';
import type { Backfill } from '../check-options.js';
import { readCopyTable } from '../copy/prepare-copy.js';
import { EXAMPLES, type Difference } from '../copy/verify-copy.js';
import { PermittedTexts } from '../permitted-texts.js';
import { readWrites } from '../read-writes.js';
import { SourceTable, type SourceRow } from '../source-table.js';

export interface RowVerification {
  readonly backfill: Backfill;
  /** The session of the application: `row` is given what it reads. */
  readonly session: Session;
  /** The session that the written cells are read over, without a loss. */
  readonly target: Session;
  readonly signal: AbortSignal;
}

/** A statement whose effect could not be looked at, and the rows that have one. */
export interface UncheckedStatement {
  readonly cql: string;
  readonly reason: string;
  readonly count: number;
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

const READERS = 4;

/**
 * Hands every row to `row` again, and compares the cells that its statements write with those that are there. Writes nothing.
 * @throws BackfillRefusedError where a run would refuse a statement
 */
export async function verifyRows(verification: RowVerification): Promise<RowsComparison> {
  const { backfill, session } = verification;
  const source = await SourceTable.open(session, backfill);
  const rows = new RowCheck(verification, source);
  const ranges = planRanges([], backfill.ranges);
  const tallies = await inTurns(ranges, READERS, (range) => rows.checkRange(range));
  const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
  return {
    rows: sum(tallies.map((tally) => tally.rows)),
    differing: sum(tallies.map((tally) => tally.differing)),
    ranges: { total: ranges.length, differing: tallies.filter((tally) => tally.differing > 0).length },
    examples: rows.examples,
    unchecked: [...rows.unchecked.values()],
  };
}

class RowCheck {
  readonly examples: Difference[] = [];
  readonly unchecked = new Map<string, UncheckedStatement>();
  private readonly texts: PermittedTexts;
  private readonly read = new Map<string, Promise<ReadCells>>();

  constructor(
    private readonly verification: RowVerification,
    private readonly source: SourceTable,
  ) {
    this.texts = new PermittedTexts(verification.backfill, source);
  }

  async checkRange(range: TokenRange) {
    const { concurrency } = this.verification.backfill;
    const atOnce = Math.ceil(concurrency / READERS);
    let [rows, differing] = [0, 0];
    for await (const some of groupsOf(this.source.rowsOf({ range, token: undefined }), atOnce)) {
      this.verification.signal.throwIfAborted();
      const problems = await Promise.all(some.map((row) => this.problemOf(row)));
      rows += some.length;
      differing += problems.filter((problem) => problem !== undefined).length;
      some.forEach(({ key }, index) => this.note(key, problems[index]));
    }
    return { rows, differing };
  }

  private note(key: string, problem: string | undefined): void {
    if (problem !== undefined && this.examples.length < EXAMPLES) this.examples.push({ key, problem });
  }

  private async problemOf({ row }: SourceRow): Promise<string | undefined> {
    let writes: readonly BackfillStatement[];
    try {
      writes = readWrites(await this.verification.backfill.row(row));
    } catch (error) {
      return `row fails: ${messageOf(error)}`;
    }
    for (const write of writes) {
      const problem = await this.problemWith(write);
      if (problem !== undefined) return problem;
    }
    return undefined;
  }

  private async problemWith({ cql, params = [] }: BackfillStatement): Promise<string | undefined> {
    this.texts.of(cql);
    const { target } = this.verification;
    const table = tableOf(cql);
    const known = this.read.get(cql) ?? readCells(cql, table, target);
    this.read.set(cql, known);
    const read = await known;
    if (read.kind === 'unknown') {
      const { count = 0 } = this.unchecked.get(cql) ?? {};
      this.unchecked.set(cql, { cql: maskSecrets(cql), reason: read.reason, count: count + 1 });
      return undefined;
    }
    const values = read.parameters.map((place) => params[place]);
    const { rows } = await target.execute(read.select, values, { consistency: 'local-quorum' });
    return difference(read, rows[0], params, table.name);
  }
}

const tableOf = (cql: string) => readDataStatements(significantTokens(cql))[0]?.table ?? { name: '' };

async function readCells(cql: string, { keyspace, name }: ReturnType<typeof tableOf>, session: Session) {
  return readWrittenCells(cql, await readCopyTable(session, name, keyspace));
}

/** A problem in words, without the values, which may be personal. */
function difference(
  { cells, row: wanted }: WrittenCells,
  found: Row | undefined,
  params: readonly unknown[],
  table: string,
): string | undefined {
  if (wanted === 'is gone') return found ? `its row of ${table} is still there` : undefined;
  if (wanted === 'exists' && !found) return `its row of ${table} is missing`;
  const wrong = cells.filter(({ column, term, how }) => {
    const value = valueOf(term, params);
    const own = found?.[column.name];
    // An unset value is not written.
    if (value === undefined) return false;
    if (how === 'is') return valueText(value, column.type) !== valueText(own, column.type);
    const parts = new Set(partTexts(own, column.type));
    return partTexts(value, column.type).some((part) => !parts.has(part));
  });
  if (wrong.length === 0) return undefined;
  return `${wrong.map(({ column }) => `${table}.${column.name}`).join(', ')} ${wrong.length === 1 ? 'differs' : 'differ'}`;
}

const valueOf = (term: Term, params: readonly unknown[]): unknown =>
  'parameter' in term ? params[term.parameter] : term.value;

async function* groupsOf<T>(items: AsyncIterable<T>, size: number): AsyncGenerator<readonly T[]> {
  let group: T[] = [];
  for await (const item of items) {
    if (group.push(item) < size) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}
