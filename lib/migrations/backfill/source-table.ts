import type { CatalogRow } from '../../core/catalog/catalog-rows.js';
import { parseKey, parsePartitionKey } from '../../core/catalog/parse-key.js';
import { textOf } from '../../core/catalog/read-value.js';
import { readBindings } from '../../core/cql/read-bindings.js';
import { quoteName } from '../../core/model/identifier.js';
import { rangeFrom } from '../../core/backfill/token-range.js';
import { readColumns } from '../../session/introspect.js';
import type { Row, Session } from '../../session/session.js';
import type { Slice } from './backfill-state.js';
import type { Backfill } from './check-options.js';
import { BackfillRefusedError } from './errors.js';

const TOKEN = 'coodie_token';
const PARTITIONER = 'org.apache.cassandra.dht.Murmur3Partitioner';

/** A row with its place. */
export interface SourceRow {
  readonly row: Row;
  readonly token: bigint;
  /** The values of its key, as text. */
  readonly key: string;
}

/** The table that a backfill reads. */
export class SourceTable {
  private readonly partitionKey: readonly string[];
  private readonly key: readonly string[];
  private readonly selected: readonly string[];

  private constructor(
    private readonly session: Session,
    private readonly backfill: Backfill,
    private readonly known: readonly CatalogRow[],
  ) {
    this.partitionKey = parsePartitionKey(known);
    this.key = parseKey(known);
    this.selected = [...new Set([...this.key, ...backfill.columns, ...backfill.guard])];
  }

  /** @throws BackfillRefusedError where the table or a column does not exist, or the tokens are of another kind */
  static async open(session: Session, backfill: Backfill): Promise<SourceTable> {
    const { name, table } = backfill;
    const columns = await readColumns(session, session.keyspace, table);
    const names = new Set(columns.map((row) => textOf(row, 'column_name')));
    const unknown = [...backfill.columns, ...backfill.guard].filter((column) => !names.has(column));
    if (columns.length === 0)
      throw new BackfillRefusedError(name, `there is no table ${table}`, 'Create it before the backfill.');
    if (unknown.length > 0)
      throw new BackfillRefusedError(name, `${table} has no column ${unknown.join(', ')}`, 'Check the spelling.');
    const { rows } = await session.execute('SELECT partitioner FROM system.local');
    if (rows[0]?.['partitioner'] !== PARTITIONER)
      throw new BackfillRefusedError(name, 'the partitioner of the cluster is not Murmur3', 'Use stream() instead.');
    return new SourceTable(session, backfill, columns);
  }

  /** Rows of a range that are not known to be written, in the order of their tokens. */
  async *rowsOf({ range, token }: Slice): AsyncGenerator<SourceRow> {
    const { start, end } = (token === undefined ? undefined : rangeFrom(range, token)) ?? range;
    const tokenOfKey = `token(${this.partitionKey.map(quoteName).join(', ')})`;
    const cql =
      `SELECT ${this.selected.map(quoteName).join(', ')}, ${tokenOfKey} AS ${TOKEN} ` +
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

  private sourceRow({ [TOKEN]: token, ...row }: Row): SourceRow {
    const key = this.key.map((column) => `${column} = ${asText(row[column])}`).join(', ');
    return { row, token: BigInt(String(token)), key };
  }
}

function asText(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return `0x${Buffer.from(value).toString('hex')}`;
  return String(value);
}
