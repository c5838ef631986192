import type { Place } from '../core/cql/expectation.js';
import { functionSignature } from '../core/cql/function-signature.js';
import type { Row, Session } from './session.js';

interface Catalog {
  readonly table: string;
  readonly column: string;
  readonly owner?: string;
}

type Listed = Exclude<Place['of'], 'field' | 'keyspace' | 'function' | 'aggregate'>;

const CATALOG_OF: Readonly<Record<Listed, Catalog>> = {
  table: { table: 'tables', column: 'table_name' },
  type: { table: 'types', column: 'type_name' },
  index: { table: 'indexes', column: 'index_name' },
  'materialized view': { table: 'views', column: 'view_name' },
  trigger: { table: 'triggers', column: 'trigger_name', owner: 'table_name' },
  column: { table: 'columns', column: 'column_name', owner: 'table_name' },
};

/** The names that are in a place of the schema now. */
export async function findNames(session: Session, place: Place): Promise<ReadonlySet<string>> {
  if (place.of === 'keyspace')
    return namesIn(await session.execute('SELECT keyspace_name FROM system_schema.keyspaces'), 'keyspace_name');
  if (place.of === 'field') return fieldsOf(session, place);
  if (place.of === 'function' || place.of === 'aggregate') return functionsOf(session, place.of, place.keyspace);
  const { table, column, owner } = CATALOG_OF[place.of];
  const isOwned = owner !== undefined && place.owner !== undefined;
  const condition = isOwned ? ` AND ${owner} = ?` : '';
  const params = isOwned ? [place.keyspace, place.owner] : [place.keyspace];
  return namesIn(
    await session.execute(`SELECT ${column} FROM system_schema.${table} WHERE keyspace_name = ?${condition}`, params),
    column,
  );
}

/** Each by its name alone, and by its name with the types of its arguments. */
async function functionsOf(
  session: Session,
  object: 'function' | 'aggregate',
  keyspace: string,
): Promise<ReadonlySet<string>> {
  const query = `SELECT ${object}_name, argument_types FROM system_schema.${object}s WHERE keyspace_name = ?`;
  const { rows } = await session.execute(query, [keyspace]);
  return new Set(
    rows.flatMap((row) => {
      const name = String(row[`${object}_name`]);
      const types: unknown = row['argument_types'];
      return [name, functionSignature(name, Array.isArray(types) ? types.map(String) : [])];
    }),
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
