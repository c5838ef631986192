import { classifyStatement, type SchemaObject } from '../cql/classify-statement.js';

/** The table, view or type of a keyspace that a schema statement is about, as steps name it: `table products`. */
export function objectOf(cql: string, keyspace: string): string | undefined {
  const statement = classifyStatement(cql);
  if (statement.kind !== 'ddl') return undefined;
  const kind = KIND_OF[statement.object];
  const name = statement.object === 'index' || statement.object === 'trigger' ? statement.on : statement.name;
  const isHere = name !== undefined && (name.keyspace ?? keyspace) === keyspace;
  return kind !== undefined && isHere ? `${kind} ${name.name}` : undefined;
}

const KIND_OF: Readonly<Partial<Record<SchemaObject, string>>> = {
  table: 'table',
  index: 'table',
  trigger: 'table',
  'materialized view': 'view',
  type: 'type',
};
