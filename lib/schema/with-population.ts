import type { Change, CreateIndex, CreateView } from '../core/diff/change.js';
import { quoteName } from '../core/model/identifier.js';
import type { SchemaModel } from '../core/model/schema-model.js';
import type { ServerProfile } from '../core/options/server-profile.js';
import { planOf, type SchemaPlan } from '../core/plan/plan-schema.js';
import type { Session } from '../session/session.js';

export interface Known {
  readonly actual: SchemaModel;
  readonly plan: SchemaPlan;
  readonly server: ServerProfile;
  readonly qualify: boolean;
}

/** Finds out, for each index or view that is to be built, whether its table has rows: then it is costly. */
export async function withPopulation(session: Session, { actual, plan, server, qualify }: Known): Promise<SchemaPlan> {
  const existing = new Set(actual.tables.map(({ name }) => name));
  const built = plan.changes.flatMap(({ change }) => (isBuilt(change) ? [tableOf(change)] : []));
  const tables = [...new Set(built)].filter((table) => existing.has(table));
  if (tables.length === 0) return plan;
  const populated = new Set((await Promise.all(tables.map((table) => askRows(session, table)))).flat());
  const known = (change: Change): Change =>
    isBuilt(change) && populated.has(tableOf(change)) ? { ...change, populated: true } : change;
  const changes = plan.changes.map(({ change }) => known(change));
  return planOf(plan.keyspace, { changes, drift: plan.drift, notes: plan.notes, server, qualify });
}

function isBuilt(change: Change): change is CreateIndex | CreateView {
  return change.kind === 'create-index' || change.kind === 'create-view';
}

const tableOf = (change: CreateIndex | CreateView) =>
  change.kind === 'create-index' ? change.table : change.view.baseTable;

/** A table that cannot even be asked for one row in time is taken for a full one. */
async function askRows(session: Session, table: string): Promise<readonly string[]> {
  try {
    const query = `SELECT * FROM ${quoteName(session.keyspace)}.${quoteName(table)} LIMIT 1`;
    const { rows } = await session.execute(query, [], { consistency: 'local-one' });
    return rows.length > 0 ? [table] : [];
  } catch {
    return [table];
  }
}
