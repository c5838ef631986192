import { readAlteredItems } from '../cql/altered-names.js';
import { identifierOf } from '../cql/qualified-name.js';
import type { Contradiction } from './contradiction.js';
import { isPartConditional, type ReplayStatement } from './replay-statement.js';

interface Altered {
  readonly action: 'add' | 'drop';
  readonly origin: string;
}

/** A contradiction, and the migration that it is with. */
export interface Against {
  readonly contradiction: Contradiction;
  readonly other: string;
}

/**
 * Columns of tables that no migration makes, such as those that sync made: of what they are nothing is known, but two
 * migrations that add or drop the same column contradict each other all the same.
 */
export class UnknownTables {
  private readonly columns = new Map<string, Altered>();

  /** Notes an ALTER TABLE; answers the contradiction where there is one. */
  alter(keyspace: string, statement: ReplayStatement, origin: string): Against | undefined {
    const alteration = readAlteration(statement);
    if (!alteration) return undefined;
    const { action, table, columns } = alteration;
    const keyOf = (column: string) => JSON.stringify([keyspace, table, column]);
    const part = columns.find((column) => this.columns.get(keyOf(column))?.action === action);
    if (part === undefined) {
      for (const column of columns) this.columns.set(keyOf(column), { action, origin });
      return undefined;
    }
    const subject = { kind: 'table', name: table, part } as const;
    const other = this.columns.get(keyOf(part))?.origin ?? origin;
    return { contradiction: { problem: action === 'add' ? 'exists' : 'missing', subject }, other };
  }
}

interface Alteration {
  readonly action: 'add' | 'drop';
  readonly table: string;
  readonly columns: readonly string[];
}

function readAlteration({ class: ddl, tokens }: ReplayStatement): Alteration | undefined {
  if (ddl.kind !== 'ddl' || ddl.object !== 'table' || ddl.verb !== 'ALTER' || !ddl.name) return undefined;
  const { action, name } = ddl;
  if (action !== 'add' && action !== 'drop') return undefined;
  const keyword = action === 'add' ? 'ADD' : 'DROP';
  if (isPartConditional(tokens, keyword)) return undefined;
  const columns = readAlteredItems(tokens, keyword).flatMap(([first]) => identifierOf(first) ?? []);
  return { action, table: name.name, columns };
}
