const READS = ['keyspaces', 'tables', 'columns', 'dropped_columns', 'indexes', 'types', 'views'];

/** The reads of a start that finds nothing to do, sent by the bare driver. */
export function readAll(client, keyspace) {
  return Promise.all(
    READS.map((table) =>
      client.execute(`SELECT * FROM system_schema.${table} WHERE keyspace_name = '${keyspace}'`, [], {
        fetchSize: 50_000,
      }),
    ),
  );
}
