import type { StatementClass } from '../cql/classify-statement.js';
import type { QualifiedName } from '../cql/qualified-name.js';
import { readColumnNames } from '../cql/altered-names.js';
import type { Statement } from '../cql/statement.js';
import { significantTokens } from '../lexer/tokenize.js';
import { columnsOfShape } from './table-shape.js';

/** A table of a keyspace, in the shape that a backfill reads. */
export interface ReadTable {
  readonly keyspace: string;
  readonly table: string;
  readonly shape: string;
}

/** Whether a statement drops or empties a table, or drops columns of it, that a backfill reads. */
export function takesAway(statement: Statement, read: ReadTable): boolean {
  const { cql, class: found } = statement;
  const name = tableDestroyedBy(found);
  if (name?.name !== read.table || (name.keyspace ?? read.keyspace) !== read.keyspace) return false;
  if (found.verb !== 'ALTER') return true;
  const columns = columnsOfShape(read.shape);
  return readColumnNames(significantTokens(cql), 'DROP').some((column) => columns.includes(column));
}

/** The table that a statement drops or empties, in whole or in part. */
function tableDestroyedBy(found: StatementClass): QualifiedName | undefined {
  if (found.destroys === undefined) return undefined;
  if (found.kind === 'truncate') return found.name;
  return found.kind === 'ddl' && found.object === 'table' ? found.name : undefined;
}
