import { setTimeout as sleep } from 'node:timers/promises';
import type { Client, types } from 'cassandra-driver';
import { quoteName } from '../../core/model/identifier.js';

/** Deleting so many partitions costs less than TRUNCATE, which writes all tables of the server to disk. */
const MOST_PARTITIONS = 100;
const AT_ONCE = 8;

interface Table {
  readonly name: string;
  readonly partitionKey: readonly string[];
  readonly hasCounters: boolean;
}

/** Removes all rows of the application's tables. Tables of coodie's own keep theirs: the history of the migrations. */
export async function emptyTables(client: Client, keyspace: string): Promise<void> {
  const tables = (await tablesOf(client, keyspace)).filter(({ name }) => !name.startsWith('_coodie_'));
  const waiting = [...tables];
  const worker = async () => {
    for (let table = waiting.shift(); table; table = waiting.shift()) await emptyTable(client, keyspace, table);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  // A row that is written in the same millisecond would be as old as its deletion, and lose.
  await sleep(2);
}

async function emptyTable(client: Client, keyspace: string, table: Table): Promise<void> {
  const name = `${quoteName(keyspace)}.${quoteName(table.name)}`;
  // A deleted counter cannot be counted up again for a while.
  if (!table.hasCounters && (await deletePartitions(client, name, table))) return;
  await client.execute(`TRUNCATE ${name}`);
}

/** Returns whether the table is empty now: it is not where there are many rows, or some whose time lies ahead. */
async function deletePartitions(client: Client, name: string, { partitionKey }: Table): Promise<boolean> {
  const columns = partitionKey.map(quoteName);
  const query = `SELECT DISTINCT ${columns.join(', ')} FROM ${name} LIMIT ${MOST_PARTITIONS + 1}`;
  const { rows } = await client.execute(query, [], { prepare: true, fetchSize: MOST_PARTITIONS + 1 });
  if (rows.length === 0) return true;
  if (rows.length > MOST_PARTITIONS) return false;
  const deletion = `DELETE FROM ${name} WHERE ${columns.map((column) => `${column} = ?`).join(' AND ')}`;
  const keyOf = (row: types.Row) => partitionKey.map((column): unknown => row[column]);
  await Promise.all(rows.map((row) => client.execute(deletion, keyOf(row), { prepare: true })));
  const left = await client.execute(query, [], { prepare: true, fetchSize: 1 });
  return left.rows.length === 0;
}

async function tablesOf(client: Client, keyspace: string): Promise<readonly Table[]> {
  const query =
    'SELECT table_name, column_name, kind, position, type FROM system_schema.columns WHERE keyspace_name = ?';
  const [columns, tables] = await Promise.all([
    client.execute(query, [keyspace], { fetchSize: 100_000 }),
    client.execute('SELECT table_name FROM system_schema.tables WHERE keyspace_name = ?', [keyspace]),
  ]);
  // Views have columns, too, and no rows of their own.
  return tables.rows.map((table) => {
    const own = columns.rows.filter((row) => row['table_name'] === table['table_name']);
    const keys = own.filter((row) => row['kind'] === 'partition_key');
    return {
      name: String(table['table_name']),
      partitionKey: keys
        .toSorted((one, other) => one['position'] - other['position'])
        .map((row) => String(row['column_name'])),
      hasCounters: own.some((row) => row['type'] === 'counter'),
    };
  });
}
