import { classifyStatement, type StatementClass } from './classify-statement.js';

/** `data`: reads or writes rows. `costly`: the servers go through all rows of a table for it. */
export type StatementRisk = 'safe' | 'costly' | 'destructive' | 'data';

/** Risk of a statement of a migration, by its first words. */
export function riskOfStatement(cql: string): StatementRisk {
  return riskOf(classifyStatement(cql));
}

/** The same for a statement that is classified already. */
export function riskOf(statement: StatementClass): StatementRisk {
  if (statement.destroys !== undefined) return 'destructive';
  if (statement.kind === 'read' || statement.kind === 'write' || statement.kind === 'batch') return 'data';
  if (statement.kind !== 'ddl') return 'safe';
  const { verb, object } = statement;
  return verb === 'CREATE' && (object === 'index' || object === 'materialized view') ? 'costly' : 'safe';
}
