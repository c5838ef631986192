import { createHash } from 'node:crypto';
import type { CatalogRow } from '../core/catalog/catalog-rows.js';
import { parseKey, parsePartitionKey } from '../core/catalog/parse-key.js';
import { textOf } from '../core/catalog/read-value.js';
import { readBindings } from '../core/cql/read-bindings.js';
import { quoteName } from '../core/model/identifier.js';
import { formatShape, shapeDifference, type TableShape } from '../core/backfill/table-shape.js';
import { rangeFrom, type TokenRange } from '../core/backfill/token-range.js';
import { readColumns, readTableFacts } from '../session/introspect.js';
import type { Session } from '../session/session.js';
import type { Backfill } from './check-options.js';
import { BackfillRefusedError, BackfillStoppedError } from './errors.js';
import type { PageMark, Slice } from './slice.js';
import {
  FoundRow,
  markAfter,
  selectBetweenTokens,
  type FoundColumns,
  type ReadPlace,
  type SourcePage,
  type SourceRow,
} from './source-rows.js';

const PARTITIONER = 'org.apache.cassandra.dht.Murmur3Partitioner';

interface Facts {
  readonly id: string;
  readonly gcGrace: number;
}

/** A range, and how far it is written. */
type ReadSlice = Pick<Slice, 'range'> & Partial<Pick<Slice, 'token' | 'mark'>>;

interface ReadOptions {
  readonly end: bigint;
  readonly size: number;
  readonly idempotent: boolean;
}

/** The table that a copy writes to. */
type IntoTable = NonNullable<TableShape['into']> & Pick<Facts, 'gcGrace'>;

/** The table that a backfill reads. */
export class SourceTable {
  private readonly selected: readonly string[];
  private readonly columns: FoundColumns;
  private readonly select: string;

  private constructor(
    private readonly session: Session,
    private readonly backfill: Backfill,
    private readonly known: readonly CatalogRow[],
    private readonly facts: Facts & { readonly version: string; readonly into: IntoTable | undefined },
  ) {
    const key = parseKey(known);
    this.selected = [...new Set([...key, ...backfill.columns, ...backfill.guard])];
    const { extra = [], table } = backfill;
    this.columns = { key, given: [...this.selected, ...extra.map(({ alias }) => alias)] };
    const read = [...this.selected.map(quoteName), ...extra.map(({ cql, alias }) => `${cql} AS ${quoteName(alias)}`)];
    const from = `${quoteName(session.keyspace)}.${quoteName(table)}`;
    this.select = selectBetweenTokens(read, from, parsePartitionKey(known));
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
    const [server] = (await session.execute('SELECT partitioner, release_version FROM system.local')).rows;
    if (server?.['partitioner'] !== PARTITIONER)
      throw new BackfillRefusedError(name, 'the partitioner of the cluster is not Murmur3', 'Use stream() instead.');
    const into = await readInto(session, backfill);
    return new SourceTable(session, backfill, columns, { ...facts, version: String(server['release_version']), into });
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

  /** The first page of the rows of a range that are not known to be written, or the one at a place; asked for once. */
  page(slice: ReadSlice, size: number, at = this.placeOf(slice)): Promise<SourcePage> {
    return this.read({ end: slice.range.end, size, idempotent: false }, at);
  }

  /** The same rows, one by one. */
  async *rowsOf(slice: ReadSlice): AsyncGenerator<SourceRow> {
    const options = { end: slice.range.end, size: this.backfill.pageSize, idempotent: true };
    for (let at: ReadPlace | undefined = this.placeOf(slice); at;) {
      const page: SourcePage = await this.read(options, at);
      yield* page.rows;
      at = page.next;
    }
  }

  /** The place after a page, where no token tells it. */
  markAfter(page: SourcePage, { range }: Pick<Slice, 'range'>): PageMark | undefined {
    return markAfter(page, (start) => this.digestOf(start, range));
  }

  private async read({ end, size, idempotent }: ReadOptions, { start, state }: ReadPlace): Promise<SourcePage> {
    const options = { fetchSize: size, consistency: 'local-quorum', idempotent, after: state } as const;
    const { rows, next } = await this.session.page(this.select, [String(start), String(end)], options);
    return {
      rows: rows.map((found) => new FoundRow(found, this.columns)),
      next: next === undefined ? undefined : { start, state: next },
    };
  }

  private placeOf({ range, token, mark }: ReadSlice): ReadPlace {
    if (mark && mark.of === this.digestOf(mark.start, range)) return mark;
    const { start } = (token === undefined ? undefined : rangeFrom(range, token)) ?? range;
    return { start, state: undefined };
  }

  /** A paging state does not tell which SELECT it is of, and with another one rows would be left out in silence. */
  private digestOf(start: bigint, { end }: TokenRange): string {
    const text = [this.facts.version, this.facts.id, this.select, start, end].join('\n');
    return createHash('sha256').update(text).digest('hex');
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

  private shapeOf(id: string, columns: readonly CatalogRow[]): TableShape {
    return { id, columns: typesOf(columns, this.selected) };
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
