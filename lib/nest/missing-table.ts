import { classifyTokens } from '../core/cql/classify-statement.js';
import { readDataStatements } from '../core/cql/data-statement.js';
import { quoteName } from '../core/model/identifier.js';
import { MigrationFailedError } from '../migrations/source/errors.js';
import type { SchemaService } from '../schema/schema-service.js';
import { significantTokens } from '../core/lexer/tokenize.js';

/**
 * Adds advice to the failure of a migration whose statement uses a table that an entity declares and the database does
 * not have yet: sync, which creates it, comes after the migrations.
 */
export async function adviseOnMissingTable(error: unknown, schema: SchemaService): Promise<unknown> {
  if (!(error instanceof MigrationFailedError) || !error.statement || error.hint !== undefined) return error;
  const missing = await tablesToCreate(schema);
  const name = tablesIn(error.statement.cql).find((table) => missing.includes(table));
  if (name !== undefined) Object.defineProperty(error, 'hint', { value: hintFor(quoteName(name)), enumerable: true });
  return error;
}

/** The failure is what counts: where the schema cannot be read either, there is no advice. */
async function tablesToCreate(schema: SchemaService): Promise<readonly string[]> {
  try {
    const { changes } = await schema.plan();
    return changes.flatMap(({ change }) => (change.kind === 'create-table' ? [change.table.name] : []));
  } catch {
    return [];
  }
}

function tablesIn(cql: string): readonly string[] {
  const tokens = significantTokens(cql);
  const statement = classifyTokens(tokens);
  const altered = statement.kind === 'ddl' ? [statement.on, statement.name] : [];
  return [...altered, ...readDataStatements(tokens).map(({ table }) => table)].flatMap((name) => name?.name ?? []);
}

function hintFor(table: string): string {
  return (
    `${table} is the table of an entity. On a new database it is created by sync, after the migrations. ` +
    `Begin the migration with CREATE TABLE IF NOT EXISTS ${table} (…), or put a migration before it that creates the ` +
    'table: coodie migrate generate writes it.'
  );
}
