import { createHash } from 'node:crypto';
import { quoteLiteral } from '../core/lexer/tokenize.js';
import { quoteName } from '../core/model/identifier.js';
import { parseCqlType } from '../core/model/parse-cql-type.js';
import type { ClusteringColumn, TableModel } from '../core/model/schema-model.js';
import { renderCreateTable } from '../core/render/render-table.js';
import type { Session } from './session.js';

/** All names of coodie's own tables begin so. */
const OWN_PREFIX = '_coodie_';

/** Applied migrations. The shape is that of Python's coodie, so that a database can move over. */
export const STATE_TABLE = ownTable('_coodie_migrations', {
  partitionKey: ['migration_name'],
  columns: { migration_name: 'text', applied_at: 'timestamp', description: 'text', checksum: 'text' },
});

/** The lock. The shape is that of Python's coodie, so that both exclude each other. */
export const LOCK_TABLE = ownTable('_coodie_migrations_lock', {
  partitionKey: ['lock_id'],
  columns: { lock_id: 'text', acquired_at: 'timestamp', owner: 'text' },
});

/** Log of the migrations, in order; rows are only ever added. */
export const LOG_TABLE = ownTable('_coodie_migrations_log', {
  partitionKey: ['migration_name'],
  clusteringKey: ['event_id'],
  columns: {
    migration_name: 'text',
    event_id: 'timeuuid',
    event: 'text',
    direction: 'text',
    owner: 'text',
    run_by: 'text',
    run_id: 'uuid',
    duration_ms: 'int',
    statements: 'int',
    checksum: 'text',
    file_kind: 'text',
    reason: 'text',
    error: 'text',
    coodie_version: 'text',
  },
});

/** The statements of migrations that are under way, or were when their run ended. */
export const JOURNAL_TABLE = ownTable('_coodie_migrations_journal', {
  partitionKey: ['migration_name'],
  clusteringKey: ['direction', 'position'],
  columns: {
    migration_name: 'text',
    direction: 'text',
    position: 'int',
    cql: 'text',
    hash: 'text',
    state: 'text',
    owner: 'text',
    run_id: 'uuid',
    started_at: 'timestamp',
    duration_ms: 'int',
    error: 'text',
  },
});

/** Tables that hold the history of the migrations. */
export const RECORD_TABLES: readonly TableModel[] = [STATE_TABLE, LOG_TABLE, JOURNAL_TABLE];

/** The keyspaces whose history the keyspace of this table keeps: its tenants. */
export const TENANTS_TABLE = ownTable('_coodie_tenants', {
  partitionKey: ['keyspace_name'],
  columns: { keyspace_name: 'text', registered_at: 'timestamp', owner: 'text' },
});

/** Tables that hold the histories of all tenants, each row under the name of its keyspace. */
export const TENANT_RECORD_TABLES: readonly TableModel[] = RECORD_TABLES.map((table) => ({
  ...table,
  name: tenantName(table),
  columns: [...TENANTS_TABLE.columns.slice(0, 1), ...table.columns],
  partitionKey: ['keyspace_name'],
  clusteringKey: [...table.partitionKey.map((column) => ({ column, order: 'asc' as const })), ...table.clusteringKey],
}));

/**
 * Which of some tables exist, by the names that a keyspace of its own has for them; one read. Lets questions be asked
 * before anything was ever written.
 */
export async function existingTables(session: Session, tables: readonly TableModel[]): Promise<ReadonlySet<string>> {
  const { keyspace, stateKeyspace } = session;
  const nameOf = new Map(tables.map((table) => [stateKeyspace === undefined ? table.name : tenantName(table), table]));
  const names = [...nameOf.keys()].map(quoteLiteral).join(', ');
  const { rows } = await session.execute(
    `SELECT table_name FROM system_schema.tables WHERE keyspace_name = ${quoteLiteral(stateKeyspace ?? keyspace)} AND table_name IN (${names})`,
  );
  return new Set(rows.flatMap((row) => nameOf.get(String(row['table_name']))?.name ?? []));
}

/** Whether a statement names one of coodie's own tables. */
export function isOwnTableIn(cql: string): boolean {
  return cql.includes(`"${OWN_PREFIX}`);
}

/** `keyspace.table` as CQL: the session of a tenant's keyspace may be connected to another. */
export function qualified(keyspace: string, table: TableModel): string {
  return `${quoteName(keyspace)}.${quoteName(table.name)}`;
}

/** How statements reach the rows of a keyspace in one of the tables of its history. */
export interface OwnRows {
  /** `keyspace.table` as CQL. */
  readonly table: string;
  /** The columns and values that stand before those of the table: none where the keyspace has a table of its own. */
  readonly columns: string;
  readonly params: readonly string[];
  /** The condition on them, to be followed by others. */
  readonly condition: string;
  /** A WHERE clause for all rows of the keyspace. */
  readonly where: string;
}

export function ownRows(
  { keyspace, stateKeyspace }: Pick<Session, 'keyspace' | 'stateKeyspace'>,
  table: TableModel,
): OwnRows {
  if (stateKeyspace === undefined)
    return { table: qualified(keyspace, table), columns: '', params: [], condition: '', where: '' };
  return {
    table: qualified(stateKeyspace, { ...table, name: tenantName(table) }),
    columns: 'keyspace_name, ',
    params: [keyspace],
    condition: 'keyspace_name = ? AND ',
    where: ' WHERE keyspace_name = ?',
  };
}

function tenantName({ name }: TableModel): string {
  return name.replace('_coodie_migrations', '_coodie_tenants_migrations');
}

/** With a fixed id, processes that race to create a table on several hosts make one table and not several. */
export function createOwnTable(keyspace: string, table: TableModel): string {
  return renderCreateTable(table, `${quoteName(keyspace)}.`, { id: tableId(keyspace, table.name), ifNotExists: true });
}

/** A name-based UUID (RFC 9562, version 8: the bits are our own). */
function tableId(keyspace: string, table: string): string {
  const hex = createHash('sha256').update(`nestjs-coodie\n${keyspace}\n${table}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

interface OwnTable {
  readonly partitionKey: readonly string[];
  readonly clusteringKey?: readonly string[];
  readonly columns: Readonly<Record<string, string>>;
}

export function ownTable(name: string, { partitionKey, clusteringKey = [], columns }: OwnTable): TableModel {
  return {
    name,
    columns: Object.entries(columns).map(([column, type]) => ({
      name: column,
      type: parseCqlType(type),
      static: false,
    })),
    partitionKey,
    clusteringKey: clusteringKey.map((column): ClusteringColumn => ({ column, order: 'asc' })),
    indexes: [],
    options: {},
    droppedColumns: [],
    unmanaged: [],
  };
}
