import { readRelations } from '../model/relations.js';
import { clauseOf } from './data-statement.js';
import { identifierOf, readName, type QualifiedName } from './qualified-name.js';
import { readPrimaryKey } from './table-definition.js';
import { isComma, splitAt } from '../lexer/token-list.js';
import { isKeyword, type Token } from '../lexer/tokenize.js';

/** A view as a CREATE MATERIALIZED VIEW writes it down. */
export interface ViewDefinition {
  readonly base: QualifiedName;
  readonly columns: readonly string[] | 'all';
  /** Relations of the WHERE clause, as `parseRelations` formats them. */
  readonly where: readonly string[];
  readonly partitionKey: readonly string[];
  readonly clusteringKey: readonly string[];
}

/** Reads the significant tokens of a CREATE MATERIALIZED VIEW; `undefined` where they name no base table. */
export function readViewDefinition(tokens: readonly Token[]): ViewDefinition | undefined {
  const as = tokens.findIndex((token) => isKeyword(token, 'AS'));
  const select = tokens.slice(as + 1);
  const from = select.findIndex((token) => isKeyword(token, 'FROM'));
  const { name: base } = readName(select, from + 1);
  if (as < 0 || from < 0 || !base) return undefined;
  const selected = splitAt(select.slice(1, from), isComma);
  const key = clauseOf(select, 'PRIMARY', 'WITH');
  return {
    base,
    columns: selected[0]?.[0]?.text === '*' ? 'all' : selected.flatMap(([first]) => identifierOf(first) ?? []),
    where: readRelations(clauseOf(select, 'WHERE', 'PRIMARY')),
    ...readPrimaryKey(key.slice(1)),
  };
}
