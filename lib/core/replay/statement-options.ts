import { identifierOf } from '../cql/qualified-name.js';
import { readLiteral, readOptions } from '../cql/statement-options.js';
import { depthsIn, isComma, splitAt, within } from '../lexer/token-list.js';
import { isKeyword, type Token } from '../lexer/tokenize.js';
import type { ClusteringColumn } from '../model/schema-model.js';
import { defaultOptions } from '../options/default-options.js';
import { parseStoredOptions } from '../options/parse-stored-options.js';
import type { CanonicalOptions } from '../options/table-options.js';

/** The table options that a WITH names; every other one is the server's default. */
export function optionsNamed(tokens: readonly Token[]): CanonicalOptions {
  const named = [...readOptions(tokens)].map(([name, value]) => [name, readLiteral(value)] as const);
  return parseStoredOptions(Object.fromEntries(named)).options;
}

/** Every option of a table or view that was just made: the server's defaults, which depend on the compaction, and those named. */
export function optionsOfNew(named: CanonicalOptions): CanonicalOptions {
  return { ...defaultOptions(named), ...named };
}

/** The clustering columns with their order: ascending where CLUSTERING ORDER BY does not name them. */
export function clusteringOf(
  columns: readonly string[],
  tokens: readonly Token[],
  inherited: readonly ClusteringColumn[] = [],
): readonly ClusteringColumn[] {
  const orders = ordersIn(tokens);
  const before = orders.size > 0 ? [] : inherited;
  return columns.map((column) => ({
    column,
    order: orders.get(column) ?? before.find((known) => known.column === column)?.order ?? 'asc',
  }));
}

function ordersIn(tokens: readonly Token[]): ReadonlyMap<string, 'asc' | 'desc'> {
  const value = readOptions(tokens).get('clustering') ?? [];
  const items = splitAt(
    within(
      value,
      value.findIndex(({ text }) => text === '('),
    ),
    isComma,
  );
  return new Map(
    items.flatMap(([name, order]) => {
      const column = identifierOf(name);
      return column === undefined ? [] : [[column, isKeyword(order, 'DESC') ? 'desc' : 'asc'] as const];
    }),
  );
}

export function hasCompactStorage(tokens: readonly Token[]): boolean {
  const depths = depthsIn(tokens);
  return tokens.some(
    (token, index) => depths[index] === 0 && isKeyword(token, 'COMPACT') && isKeyword(tokens[index + 1], 'STORAGE'),
  );
}
