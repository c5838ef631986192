import { readColumnNames } from './altered-names.js';
import { readDataStatements } from './data-statement.js';
import type { QualifiedName } from './qualified-name.js';
import type { StatementClass } from './classify-statement.js';
import type { Token } from '../lexer/tokenize.js';

/** The rows and values that statements are meant to destroy. */
export interface Destruction {
  hasTable(keyspace: string, table: string): boolean;
  hasColumn(keyspace: string, table: string, column: string): boolean;
}

interface ReadStatement {
  readonly class: StatementClass;
  readonly tokens: readonly Token[];
}

/** Reads what statements destroy: by DROP and TRUNCATE, and by DELETE. Names without a keyspace mean `keyspace`. */
export function destructionOf(statements: readonly ReadStatement[], keyspace: string): Destruction {
  const named = new Set(statements.flatMap((statement) => destroyedBy(statement, keyspace)));
  return {
    hasTable: (own, table) => named.has(keyOf([own])) || named.has(keyOf([own, table])),
    hasColumn: (own, table, column) => named.has(keyOf([own, table, column])),
  };
}

const keyOf = (names: readonly (string | undefined)[]) => JSON.stringify(names);

function destroyedBy({ class: read, tokens }: ReadStatement, keyspace: string): readonly string[] {
  const tableKey = ({ keyspace: own = keyspace, name }: QualifiedName, ...more: readonly string[]) =>
    keyOf([own, name, ...more]);
  if (read.kind === 'truncate') return read.name ? [tableKey(read.name)] : [];
  if (read.kind === 'write' || read.kind === 'batch') {
    const deletes = readDataStatements(tokens).filter(({ verb }) => verb === 'DELETE');
    return deletes.flatMap(({ table }) => (table ? [tableKey(table)] : []));
  }
  if (read.kind !== 'ddl' || !read.name || read.destroys === undefined) return [];
  if (read.object === 'keyspace') return [keyOf([read.name.name])];
  const { name } = read;
  if (read.action !== 'drop') return [tableKey(name)];
  const columns = readColumnNames(tokens, 'DROP');
  return columns.map((column) => tableKey(name, column));
}
