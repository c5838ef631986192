import type { Place } from '../core/cql/expectation.js';
import type { Row, Session } from './session.js';

interface Catalog {
  readonly table: string;
  readonly column: string;
  readonly owner?: string;
}

const CATALOG_OF: Readonly<Record<Exclude<Place['of'], 'field' | 'keyspace'>, Catalog>> = {
  table: { table: 'tables', column: 'table_name' },
  type: { table: 'types', column: 'type_name' },
  index: { table: 'indexes', column: 'index_name' },
  'materialized view': { table: 'views', column: 'view_name' },
  function: { table: 'functions', column: 'function_name' },
  aggregate: { table: 'aggregates', column: 'aggregate_name' },
  trigger: { table: 'triggers', column: 'trigger_name' },
  column: { table: 'columns', column: 'column_name', owner: 'table_name' },
};

/** The names that are in a place of the schema now. */
export async function findNames(session: Session, place: Place): Promise<ReadonlySet<string>> {
  if (place.of === 'keyspace')
    return namesIn(await session.execute('SELECT keyspace_name FROM system_schema.keyspaces'), 'keyspace_name');
  if (place.of === 'field') return fieldsOf(session, place);
  const { table, column, owner } = CATALOG_OF[place.of];
  const condition = owner === undefined ? '' : ` AND ${owner} = ?`;
  const params = owner === undefined ? [place.keyspace] : [place.keyspace, place.owner];
  return namesIn(
    await session.execute(`SELECT ${column} FROM system_schema.${table} WHERE keyspace_name = ?${condition}`, params),
    column,
  );
}

async function fieldsOf(session: Session, { keyspace, owner }: Place): Promise<ReadonlySet<string>> {
  const query = 'SELECT field_names FROM system_schema.types WHERE keyspace_name = ? AND type_name = ?';
  const { rows } = await session.execute(query, [keyspace, owner]);
  const names: unknown = rows[0]?.['field_names'];
  return new Set(Array.isArray(names) ? names.map(String) : []);
}

function namesIn({ rows }: { readonly rows: readonly Row[] }, column: string): ReadonlySet<string> {
  return new Set(rows.map((row) => String(row[column])));
}
