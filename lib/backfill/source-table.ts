import type { CatalogRow } from '../core/catalog/catalog-rows.js';
import { parseKey, parsePartitionKey } from '../core/catalog/parse-key.js';
import { textOf } from '../core/catalog/read-value.js';
import { readBindings } from '../core/cql/read-bindings.js';
import { quoteName } from '../core/model/identifier.js';
import { formatShape, shapeDifference, type TableShape } from '../core/backfill/table-shape.js';
import { rangeFrom } from '../core/backfill/token-range.js';
import { readColumns, readTableFacts } from '../session/introspect.js';
import type { Row, Session } from '../session/session.js';
import type { Backfill } from './check-options.js';
import { BackfillRefusedError, BackfillStoppedError } from './errors.js';
import { rowKey } from './row-key.js';
import type { Slice } from './range-rows.js';

const TOKEN = 'coodie_token';
const PARTITIONER = 'org.apache.cassandra.dht.Murmur3Partitioner';

/** A row with its place. */
export interface SourceRow {
  readonly row: Row;
  readonly token: bigint;
  /** The values of its key, as text. */
  readonly key: string;
}

interface Facts {
  readonly id: string;
  readonly gcGrace: number;
}

/** The table that a copy writes to. */
type IntoTable = NonNullable<TableShape['into']> & Pick<Facts, 'gcGrace'>;

/** The table that a backfill reads. */
export class SourceTable {
  private readonly partitionKey: readonly string[];
  private readonly key: readonly string[];
  private readonly selected: readonly string[];

  private constructor(
    private readonly session: Session,
    private readonly backfill: Backfill,
    private readonly known: readonly CatalogRow[],
    private readonly facts: Facts & { readonly into: IntoTable | undefined },
  ) {
    this.partitionKey = parsePartitionKey(known);
    this.key = parseKey(known);
    this.selected = [...new Set([...this.key, ...backfill.columns, ...backfill.guard])];
  }

  /** @throws BackfillRefusedError where the table or a column does not exist, or the tokens are of another kind */
  static async open(session: Session, backfill: Backfill): Promise<SourceTable> {
    const { name, table } = backfill;
    const [columns, facts] = await readTable(session, table);
    const names = new Set(columns.map((row) => textOf(row, 'column_name')));
    const unknown = [...backfill.columns, ...backfill.guard].filter((column) => !names.has(column));
    if (columns.length === 0 || !facts)
      throw new BackfillRefusedError(name, `there is no table ${table}`, 'Create it before the backfill.');
    if (unknown.length > 0)
      throw new BackfillRefusedError(name, `${table} has no column ${unknown.join(', ')}`, 'Check the spelling.');
    const { rows } = await session.execute('SELECT partitioner FROM system.local');
    if (rows[0]?.['partitioner'] !== PARTITIONER)
      throw new BackfillRefusedError(name, 'the partitioner of the cluster is not Murmur3', 'Use stream() instead.');
    return new SourceTable(session, backfill, columns, { ...facts, into: await readInto(session, backfill) });
  }

  /** The table as it was opened. */
  get shape(): TableShape {
    return { ...this.shapeOf(this.facts.id, this.known), into: this.facts.into };
  }

  /** The same as it is kept. */
  get shapeText(): string {
    return formatShape(this.shape);
  }

  /** The table whose tombstones are gone first, and the seconds that they are kept: this one, or the one that a copy writes to. */
  get grace(): { readonly table: string; readonly seconds: number } {
    const { gcGrace, into } = this.facts;
    if (into && into.gcGrace < gcGrace) return { table: into.table, seconds: into.gcGrace };
    return { table: this.backfill.table, seconds: gcGrace };
  }

  /**
   * Makes sure that the table is the one that a kept shape describes.
   * @throws BackfillStoppedError
   */
  async assertShape(kept: string): Promise<void> {
    const { name, table } = this.backfill;
    const [[columns, facts], into] = await Promise.all([
      readTable(this.session, table),
      readInto(this.session, this.backfill),
    ]);
    const difference = shapeDifference(kept, table, { ...this.shapeOf(facts?.id ?? '', columns), into });
    if (difference === undefined) return;
    throw new BackfillStoppedError(
      name,
      `${difference}.`,
      this.backfill.into
        ? 'Begin anew: give the copy another name.'
        : 'See to it that `row` fits the table, then go on with --accept-change or begin anew with --restart.',
    );
  }

  /** Rows of a range that are not known to be written, in the order of their tokens. */
  async *rowsOf({ range, token }: Pick<Slice, 'range' | 'token'>): AsyncGenerator<SourceRow> {
    const { start, end } = (token === undefined ? undefined : rangeFrom(range, token)) ?? range;
    const tokenOfKey = `token(${this.partitionKey.map(quoteName).join(', ')})`;
    const cql =
      `SELECT ${[...this.selected.map(quoteName), ...this.extra].join(', ')}, ${tokenOfKey} AS ${TOKEN} ` +
      `FROM ${quoteName(this.session.keyspace)}.${quoteName(this.backfill.table)} ` +
      `WHERE ${tokenOfKey} > ${start} AND ${tokenOfKey} <= ${end}`;
    const options = { fetchSize: this.backfill.pageSize, consistency: 'local-quorum' } as const;
    for await (const found of this.session.stream(cql, [], options)) yield this.sourceRow(found);
  }

  /** Whether a column of the table that a statement writes to is a set or a map; only this table's are known. */
  isSetOrMap(cql: string): (column: string) => boolean {
    const { table } = readBindings(cql);
    const isOwn =
      table?.name === this.backfill.table && (table.keyspace ?? this.session.keyspace) === this.session.keyspace;
    return (column) =>
      isOwn &&
      this.known.some((row) => textOf(row, 'column_name') === column && /^(?:set|map)</.test(textOf(row, 'type')));
  }

  private get extra(): readonly string[] {
    return (this.backfill.extra ?? []).map(({ cql, alias }) => `${cql} AS ${quoteName(alias)}`);
  }

  private shapeOf(id: string, columns: readonly CatalogRow[]): TableShape {
    return { id, columns: typesOf(columns, this.selected) };
  }

  private sourceRow(found: Row): SourceRow {
    return new FoundRow(found, this.key);
  }
}

/** Tokens and keys are made of few rows: the last of a page, and those that cannot be written. */
class FoundRow implements SourceRow {
  readonly row: Row;

  constructor(
    private readonly found: Row,
    private readonly columns: readonly string[],
  ) {
    const { [TOKEN]: _, ...row } = found;
    this.row = row;
  }

  get token(): bigint {
    return BigInt(String(this.found[TOKEN]));
  }

  get key(): string {
    return rowKey(this.row, this.columns);
  }
}

async function readInto(session: Session, { into }: Backfill): Promise<IntoTable | undefined> {
  if (!into) return undefined;
  const [columns, { id, gcGrace } = { id: '', gcGrace: 0 }] = await readTable(session, into.table);
  return { table: into.table, shape: { id, columns: typesOf(columns, into.columns) }, gcGrace };
}

/** CQL types of the named columns. */
function typesOf(columns: readonly CatalogRow[], names: readonly string[]): Readonly<Record<string, string>> {
  const types = columns.map((row) => [textOf(row, 'column_name'), textOf(row, 'type')] as const);
  return Object.fromEntries(types.filter(([column]) => names.includes(column)));
}

function readTable(session: Session, table: string) {
  return Promise.all([
    readColumns(session, session.keyspace, table),
    readTableFacts(session, session.keyspace, table),
  ] as const);
}
