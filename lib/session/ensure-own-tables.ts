import { textOf } from '../core/catalog/read-value.js';
import { formatCqlType } from '../core/model/cql-type.js';
import { quoteName } from '../core/model/identifier.js';
import type { TableModel } from '../core/model/schema-model.js';
import { readColumns } from './introspect.js';
import { createOwnTable, existingTables, qualified } from './own-tables.js';
import { sendDdl } from './send-ddl.js';
import type { DdlSession, Session } from './session.js';

/**
 * Creates those of coodie's own tables that are missing. Afterwards every host knows all of them, even if another process made them: one
 * that is listed may have been made a moment ago, by another process. `beforeFirst` may refuse, before anything is created.
 */
export async function ensureOwnTables(
  ddl: DdlSession,
  tables: readonly TableModel[],
  beforeFirst?: () => Promise<void>,
): Promise<void> {
  const existing = await existingTables(ddl, tables);
  const missing = tables.filter(({ name }) => !existing.has(name));
  if (missing.length > 0) await beforeFirst?.();
  for (const table of missing) await ensureOwnTable(ddl, table);
  for (const table of tables) if (WIDENED.has(table.name) && existing.has(table.name)) await widen(ddl, table);
  await ddl.awaitAgreement();
}

/** Tables that had fewer columns in an earlier version of coodie. */
const WIDENED: ReadonlySet<string> = new Set(['_coodie_backfill_ranges']);

/** Adds the columns that a table of an earlier version lacks. A process that races to add the same may be refused. */
async function widen(ddl: DdlSession, table: TableModel): Promise<void> {
  const missing = await missingColumns(ddl, table);
  for (const { name, type } of missing) {
    const cql = `ALTER TABLE ${qualified(ddl.keyspace, table)} ADD ${quoteName(name)} ${formatCqlType(type)}`;
    try {
      await sendDdl(ddl, { cql, params: [], confirm: () => Promise.resolve() });
    } catch (error) {
      await ddl.awaitAgreement();
      if ((await missingColumns(ddl, table)).some((column) => column.name === name)) throw error;
    }
  }
}

async function missingColumns(session: Session, { name, columns }: TableModel) {
  const rows = await readColumns(session, session.keyspace, name);
  const found = new Set(rows.map((row) => textOf(row, 'column_name')));
  return columns.filter((column) => !found.has(column.name));
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
