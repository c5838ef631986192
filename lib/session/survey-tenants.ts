import { quoteLiteral } from '../core/lexer/tokenize.js';
import type { TenantSurvey } from '../core/tenants/tenant-home.js';
import { LOCK_TABLE, RECORD_TABLES, TENANT_RECORD_TABLES, TENANTS_TABLE } from './own-tables.js';
import type { Session } from './session.js';
import { registeredIn, stateKeyspacesIn } from './tenant-registry.js';

export interface Surveyed extends TenantSurvey {
  /** Coodie's own tables in the state keyspace. */
  readonly stateTables: ReadonlySet<string>;
}

/** Looks where the lock and the history of each tenant are: two reads, and one for each keyspace that has tenants. */
export async function surveyTenants(
  session: Session,
  tenants: readonly string[],
  stateKeyspace: string,
): Promise<Surveyed> {
  const [keyspaces, tables] = await Promise.all([
    session.execute('SELECT keyspace_name FROM system_schema.keyspaces'),
    ownTablesOfAll(session),
  ]);
  const [registered, elsewhere] = await placesOf(session, tenants, { stateKeyspace, tables });
  return {
    keyspaces: new Set(keyspaces.rows.map((row) => String(row['keyspace_name']))),
    ownTables: tables,
    registered: new Set(registered),
    elsewhere,
    stateTables: tables.get(stateKeyspace) ?? new Set(),
  };
}

interface Known {
  readonly stateKeyspace: string;
  readonly tables: ReadonlyMap<string, ReadonlySet<string>>;
}

/** The tenants that are registered here, and those that are elsewhere. */
function placesOf(session: Session, tenants: readonly string[], { stateKeyspace, tables }: Known) {
  const registries = [...tables].filter(([, names]) => names.has(TENANTS_TABLE.name)).map(([keyspace]) => keyspace);
  const others = registries.filter((name) => name !== stateKeyspace);
  return Promise.all([
    registries.includes(stateKeyspace) ? registeredIn(session, stateKeyspace, tenants) : [],
    stateKeyspacesIn(session, tenants, others),
  ]);
}

async function ownTablesOfAll(session: Session): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const names = [LOCK_TABLE, TENANTS_TABLE, ...RECORD_TABLES, ...TENANT_RECORD_TABLES].map(({ name }) =>
    quoteLiteral(name),
  );
  const { rows } = await session.execute(
    `SELECT keyspace_name, table_name FROM system_schema.tables WHERE table_name IN (${names.join(', ')}) ALLOW FILTERING`,
  );
  const tables = new Map<string, Set<string>>();
  for (const row of rows) {
    const keyspace = String(row['keyspace_name']);
    const known = tables.get(keyspace) ?? new Set();
    tables.set(keyspace, known.add(String(row['table_name'])));
  }
  return tables;
}
