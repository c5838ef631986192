import {
  readWrittenCells,
  type ReadCells,
  type Term,
  type WrittenCells,
} from '../../core/backfill/read-written-cells.js';
import { partTexts, valueText } from '../../core/copy/value-text.js';
import { maskSecrets } from '../../core/cql/mask-secrets.js';
import { readDataStatements } from '../../core/cql/data-statement.js';
import { messageOf } from '../../core/error.js';
import { significantTokens } from '../../core/lexer/tokenize.js';
import { untilAborted } from '../../session/in-time.js';
import type { Row, Session } from '../../session/session.js';
import type { BackfillStatement } from '../backfill-options.js';
import type { Backfill } from '../check-options.js';
import { readCopyTable } from '../copy/prepare-copy.js';
import type { PatientReads } from '../patient-reads.js';
import { PermittedTexts } from '../permitted-texts.js';
import { readWrites } from '../read-writes.js';
import type { SourceTable } from '../source-table.js';

/** A statement whose effect could not be looked at, and the rows that have one. */
export interface UncheckedStatement {
  readonly cql: string;
  readonly reason: string;
  readonly count: number;
}

/** Result for one row. */
export interface RowFinding {
  /** Difference in words; undefined where none was found. */
  readonly problem: string | undefined;
  readonly unchecked: readonly UncheckedStatement[];
}

interface CheckedBackfill {
  readonly backfill: Backfill;
  /** The session that the written cells are read over, without a loss. */
  readonly target: Session;
}

/** Compares the cells that the statements of a row write with those that are there. */
export class RowCheck {
  private readonly texts: PermittedTexts;
  private readonly known = new Map<string, ReadCells>();

  constructor(
    private readonly parts: CheckedBackfill,
    source: SourceTable,
  ) {
    this.texts = new PermittedTexts(parts.backfill, source);
  }

  /** @throws BackfillRefusedError where a run would refuse a statement */
  async findingOf(row: Row, reads: PatientReads): Promise<RowFinding> {
    let writes: readonly BackfillStatement[];
    try {
      writes = readWrites(await untilAborted(reads.signal, () => this.parts.backfill.row(row)));
    } catch (error) {
      reads.signal.throwIfAborted();
      return { problem: `row fails: ${messageOf(error)}`, unchecked: [] };
    }
    const unchecked: UncheckedStatement[] = [];
    for (const write of writes) {
      const problem = await this.problemWith(write, reads);
      if (typeof problem === 'string') return { problem, unchecked };
      if (problem) unchecked.push(problem);
    }
    return { problem: undefined, unchecked };
  }

  private async problemWith(
    { cql, params = [] }: BackfillStatement,
    reads: PatientReads,
  ): Promise<string | UncheckedStatement | undefined> {
    this.texts.of(cql);
    const { target } = this.parts;
    const table = tableOf(cql);
    const read = this.known.get(cql) ?? (await reads.ask(() => readCells(cql, table, target)));
    this.known.set(cql, read);
    if (read.kind === 'unknown') return { cql: maskSecrets(cql), reason: read.reason, count: 1 };
    const values = read.parameters.map((place) => params[place]);
    const { rows } = await reads.ask(() => target.execute(read.select, values, { consistency: 'local-quorum' }));
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
