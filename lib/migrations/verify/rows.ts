import type { Destruction } from '../../core/cql/destruction.js';
import { quoteName } from '../../core/model/identifier.js';
import { keyColumns, type SchemaModel, type TableModel } from '../../core/model/schema-model.js';
import type { Row } from '../../session/session.js';
import type { Scratch } from './scratch.js';
import type { LostRow } from './verification.js';

/** The rows of one table. */
interface TableRows {
  readonly keyspace: string;
  readonly table: TableModel;
  readonly rows: readonly Row[];
}

/** The rows of every table at one moment. */
export type Rows = readonly TableRows[];

/** Reads every row: seeds are few. */
export async function readRows(scratch: Scratch, schemas: ReadonlyMap<string, SchemaModel>): Promise<Rows> {
  const read: TableRows[] = [];
  for (const [keyspace, { tables }] of schemas) {
    for (const table of tables) {
      const { rows } = await scratch.database.session.execute(
        `SELECT * FROM ${placeOf(scratch, keyspace, table.name)}`,
      );
      read.push({ keyspace, table, rows });
    }
  }
  return read;
}

/** Whether a table has a row; one that does not exist has none. */
export async function hasRows(scratch: Scratch, keyspace: string, table: string): Promise<boolean> {
  const { rows } = await scratch.database.session.execute(`SELECT * FROM ${placeOf(scratch, keyspace, table)} LIMIT 1`);
  return rows.length > 0;
}

function placeOf({ names }: Scratch, keyspace: string, table: string): string {
  return `${quoteName(names.get(keyspace) ?? keyspace)}.${quoteName(table)}`;
}

/** The rows and values that were there before and are gone, but for those that a statement was to destroy. */
export function lostBetween(before: Rows, after: Rows, meant: Destruction): readonly Omit<LostRow, 'after'>[] {
  return before.flatMap((own) => {
    const now = after.find(({ keyspace, table }) => keyspace === own.keyspace && table.name === own.table.name);
    const isMeant = meant.hasTable(own.keyspace, own.table.name);
    return now && !isMeant && hasSameKey(own.table, now.table) ? lostIn(own, now, meant) : [];
  });
}

/** A difference of the schema is reported as such. */
function hasSameKey(before: TableModel, after: TableModel): boolean {
  return keyColumns(before).join() === keyColumns(after).join();
}

function lostIn(
  { keyspace, table, rows }: TableRows,
  now: TableRows,
  meant: Destruction,
): readonly Omit<LostRow, 'after'>[] {
  const key = keyColumns(table);
  const place = { keyspace, table: table.name };
  const found = new Map(now.rows.map((row) => [keyIn(row, key), row]));
  const kept = now.table.columns.filter(({ name }) => !meant.hasColumn(keyspace, table.name, name));
  return rows.flatMap((row) => {
    const after = found.get(keyIn(row, key));
    const named = Object.fromEntries(key.map((name) => [name, row[name]]));
    if (!after) return [{ ...place, key: named }];
    return kept
      .filter(({ name }) => isThere(row[name]) && !isThere(after[name]))
      .map(({ name }) => ({ ...place, key: named, column: name }));
  });
}

const isThere = (value: unknown) => (value ?? undefined) !== undefined;

const keyIn = (row: Row, key: readonly string[]) => JSON.stringify(key.map((name) => row[name]));
