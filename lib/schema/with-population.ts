import type { Change, CreateIndex } from '../core/diff/change.js';
import { quoteName } from '../core/model/identifier.js';
import type { SchemaModel } from '../core/model/schema-model.js';
import { planOf, type SchemaPlan } from '../core/plan/plan-schema.js';
import type { Session } from '../session/session.js';

/** Finds out, for each index that is to be created, whether its table has rows: then it is costly. */
export async function withPopulation(session: Session, actual: SchemaModel, plan: SchemaPlan): Promise<SchemaPlan> {
  const indexes = plan.changes.flatMap(({ change }) => (change.kind === 'create-index' ? [change] : []));
  const tables = new Set(
    indexes.map(({ table }) => table).filter((name) => actual.tables.some((table) => table.name === name)),
  );
  if (tables.size === 0) return plan;
  const populated = new Set((await Promise.all([...tables].map((table) => askRows(session, table)))).flat());
  const known = (change: Change): Change => (isOn(populated, change) ? { ...change, populated: true } : change);
  return planOf(
    plan.keyspace,
    plan.changes.map(({ change }) => known(change)),
    plan.drift,
  );
}

function isOn(tables: ReadonlySet<string>, change: Change): change is CreateIndex {
  return change.kind === 'create-index' && tables.has(change.table);
}

/** A table that cannot even be asked for one row in time is taken for a full one. */
async function askRows(session: Session, table: string): Promise<readonly string[]> {
  try {
    const { rows } = await session.execute(`SELECT * FROM ${quoteName(session.keyspace)}.${quoteName(table)} LIMIT 1`);
    return rows.length > 0 ? [table] : [];
  } catch {
    return [table];
  }
}
