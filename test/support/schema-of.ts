import type { Client } from 'cassandra-driver';

/** Everything that the server says of a keyspace, to see whether something changed it. */
export async function schemaOf(client: Client, keyspace: string): Promise<string> {
  const { rows } = await client.execute(`DESCRIBE KEYSPACE ${keyspace}`);
  return rows.map((row) => String(row['create_statement'])).join('\n');
}

export async function tablesOf(client: Client, keyspace: string): Promise<readonly string[]> {
  const query = 'SELECT table_name FROM system_schema.tables WHERE keyspace_name = ?';
  const { rows } = await client.execute(query, [keyspace], { prepare: true });
  return rows.map((row) => String(row['table_name']));
}
