import { createHash } from 'node:crypto';
import { quoteLiteral } from '../core/lexer/tokenize.js';
import { quoteName } from '../core/model/identifier.js';
import { parseCqlType } from '../core/model/parse-cql-type.js';
import type { ClusteringColumn, TableModel } from '../core/model/schema-model.js';
import { renderCreateTable } from '../core/render/render-table.js';
import { sendDdl } from './send-ddl.js';
import type { DdlSession, Session } from './session.js';

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

/** Which of some tables exist; one read. Lets questions be asked before anything was ever written. */
export async function existingTables(session: Session, tables: readonly TableModel[]): Promise<ReadonlySet<string>> {
  const names = tables.map(({ name }) => quoteLiteral(name)).join(', ');
  const { rows } = await session.execute(
    `SELECT table_name FROM system_schema.tables WHERE keyspace_name = ${quoteLiteral(session.keyspace)} AND table_name IN (${names})`,
  );
  return new Set(rows.map((row) => String(row['table_name'])));
}

/**
 * Creates those of coodie's own tables that are missing. Afterwards every host knows all of them, whoever made them: one
 * that is listed may have been made a moment ago, by another process.
 */
export async function ensureOwnTables(ddl: DdlSession, tables: readonly TableModel[]): Promise<void> {
  const existing = await existingTables(ddl, tables);
  const missing = tables.filter(({ name }) => !existing.has(name));
  for (const table of missing) await ensureOwnTable(ddl, table);
  await ddl.awaitAgreement();
}

/** A process that races to create the same table may be refused; the table that the other one made is as good. */
async function ensureOwnTable(ddl: DdlSession, table: TableModel): Promise<void> {
  const statement = { cql: createOwnTable(ddl.keyspace, table), params: [], confirm: () => Promise.resolve() };
  try {
    await sendDdl(ddl, statement);
  } catch (error) {
    await ddl.awaitAgreement();
    if ((await existingTables(ddl, [table])).size === 0) throw error;
  }
}

/** Whether a statement names one of coodie's own tables. */
export function isOwnTableIn(cql: string): boolean {
  return cql.includes(`"${OWN_PREFIX}`);
}

/** `keyspace.table` as CQL: the session of a tenant's keyspace may be connected to another. */
export function qualified(keyspace: string, table: TableModel): string {
  return `${quoteName(keyspace)}.${quoteName(table.name)}`;
}

/** With a fixed id, processes that race to create a table on several hosts make one table and not several. */
function createOwnTable(keyspace: string, table: TableModel): string {
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

function ownTable(name: string, { partitionKey, clusteringKey = [], columns }: OwnTable): TableModel {
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
