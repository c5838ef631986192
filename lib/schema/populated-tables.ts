import { quoteName } from '../core/model/identifier.js';
import type { SchemaModel } from '../core/model/schema-model.js';
import { builtFrom, isBuilt, type SchemaPlan } from '../core/plan/plan-schema.js';
import type { Session } from '../session/session.js';

/** The tables with rows among those that a plan builds an index or a view from. Asks for one row of each. */
export async function populatedTables(
  session: Session,
  actual: SchemaModel,
  { changes }: SchemaPlan,
): Promise<ReadonlySet<string>> {
  const existing = new Set(actual.tables.map(({ name }) => name));
  const tables = new Set(
    changes.flatMap(({ change }) => (isBuilt(change) ? [builtFrom(change)] : [])).filter((name) => existing.has(name)),
  );
  return new Set((await Promise.all([...tables].map((table) => askRows(session, table)))).flat());
}

/** A table that cannot be asked for one row in time counts as populated. */
async function askRows(session: Session, table: string): Promise<readonly string[]> {
  try {
    const query = `SELECT * FROM ${quoteName(session.keyspace)}.${quoteName(table)} LIMIT 1`;
    const { rows } = await session.execute(query, [], { consistency: 'local-one' });
    return rows.length > 0 ? [table] : [];
  } catch {
    return [table];
  }
}
