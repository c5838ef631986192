import { afterStatement, outcomeOf, type Place } from '../../../lib/core/cql/expectation.js';
import type { SimulatedCluster } from '../server/simulated-cluster.js';
import { KEYSPACE } from '../world.js';

/** Whether a statement of a migration has had its effect, by what really happened. */
export function tookEffect({ nodes, effects }: SimulatedCluster, cql: string): boolean {
  const [node] = nodes;
  const table = /^(?:UPDATE|INSERT INTO) (\w+)/.exec(cql)?.[1];
  const texts = effects.map((effect) => effect.cql);
  if (table !== undefined) return texts.lastIndexOf(cql) > texts.lastIndexOf(`DROP TABLE ${table}`);
  const after = afterStatement(cql, KEYSPACE);
  if (!node || after.kind !== 'names') return texts.includes(cql);
  return outcomeOf(after, new Set(namesIn(after.place, node.schema))) === 'done';
}

function namesIn({ of, owner }: Place, schema: SimulatedCluster['nodes'][number]['schema']): readonly string[] {
  const rows = (table: 'tables' | 'types' | 'indexes' | 'columns', column: string, ...key: readonly string[]) =>
    schema.rows(table, KEYSPACE, ...key).map((row) => String(row[column]));
  if (of === 'table') return rows('tables', 'table_name');
  if (of === 'type') return rows('types', 'type_name');
  if (of === 'index') return rows('indexes', 'index_name');
  if (of === 'column') return rows('columns', 'column_name', owner ?? '');
  const fields: unknown = schema.row('types', KEYSPACE, owner ?? '')?.['field_names'];
  return Array.isArray(fields) ? fields.map(String) : [];
}
