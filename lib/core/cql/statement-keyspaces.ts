import { classifyTokens, type StatementClass } from './classify-statement.js';
import { identifierOf, readName, skipCondition } from './qualified-name.js';
import { quoteName } from '../model/identifier.js';
import { significantTokens, isKeyword, type Token } from '../lexer/tokenize.js';

/** The keyspaces that a statement names, each once. */
export function keyspacesIn(cql: string): readonly string[] {
  return [...new Set(keyspaceTokens(cql).flatMap((token) => identifierOf(token) ?? []))];
}

/** The statement with other names for the keyspaces in it; one for which there is no other name stays as it is. */
export function withKeyspaces(cql: string, names: ReadonlyMap<string, string>): string {
  return keyspaceTokens(cql).reduceRight((text, token) => {
    const to = names.get(identifierOf(token) ?? '');
    return to === undefined ? text : `${text.slice(0, token.start)}${quoteName(to)}${text.slice(token.end)}`;
  }, cql);
}

/** The tokens that are the name of a keyspace, in order. */
function keyspaceTokens(cql: string): readonly Token[] {
  const tokens = significantTokens(cql);
  const statement = classifyTokens(tokens);
  if (statement.kind === 'use') return tokens.slice(1, 2);
  if (statement.kind === 'ddl' && statement.object === 'keyspace')
    return tokens.slice(skipCondition(tokens, 2)).slice(0, 1);
  return tokens.filter((_, index) => {
    const isQualifier = readName(tokens, index).name?.keyspace !== undefined && tokens[index - 1]?.text !== '.';
    return isQualifier && (isSchemaChange(statement) || standsForTable(tokens, index) || isCalled(tokens, index));
  });
}

/** In a schema change, two names with a point between them are a keyspace and a thing in it. */
function isSchemaChange({ kind }: StatementClass): boolean {
  return kind === 'ddl' || kind === 'truncate';
}

/** In data statements a point may also stand within a column; the words before a table are reserved. */
function standsForTable(tokens: readonly Token[], index: number): boolean {
  return ['FROM', 'INTO', 'UPDATE'].some((word) => isKeyword(tokens[index - 1], word));
}

/** `keyspace.function(…)`. */
function isCalled(tokens: readonly Token[], index: number): boolean {
  return tokens[index + 3]?.text === '(';
}
