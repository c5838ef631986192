import { functionSignature } from '../core/cql/function-signature.js';
import type { Row, Session } from '../session/session.js';

/** Notes on everything in a keyspace that no schema model holds: functions, aggregates and triggers. */
export async function outsideModel(session: Session): Promise<readonly string[]> {
  const rowsOf = async (table: string) => {
    const query = `SELECT * FROM system_schema.${table} WHERE keyspace_name = ?`;
    return (await session.execute(query, [session.keyspace])).rows;
  };
  const [functions, aggregates, triggers] = await Promise.all([
    rowsOf('functions'),
    rowsOf('aggregates'),
    rowsOf('triggers'),
  ]);
  return [
    ...functions.map((row) => `Left out: function ${signatureIn(row, 'function_name')}.`),
    ...aggregates.map((row) => `Left out: aggregate ${signatureIn(row, 'aggregate_name')}.`),
    ...triggers.map((row) => `Left out: trigger ${String(row['trigger_name'])} of ${String(row['table_name'])}.`),
  ];
}

function signatureIn(row: Row, column: string): string {
  const types: unknown = row['argument_types'];
  return functionSignature(String(row[column]), Array.isArray(types) ? types.map(String) : []);
}
