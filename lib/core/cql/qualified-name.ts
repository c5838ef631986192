import { isKeyword, unquote, type Token } from '../lexer/tokenize.js';

/** Stored form of a name: without quotes, unquoted names in lower case. */
export interface QualifiedName {
  readonly keyspace?: string | undefined;
  readonly name: string;
}

export interface ReadName {
  readonly name?: QualifiedName | undefined;
  /** The index after the name. */
  readonly next: number;
}

/** The name that stands at a place, `name` or `keyspace.name`. */
export function readName(tokens: readonly Token[], index: number): ReadName {
  const first = identifierOf(tokens[index]);
  if (first === undefined) return { next: index };
  const second = tokens[index + 1]?.text === '.' ? identifierOf(tokens[index + 2]) : undefined;
  if (second === undefined) return { name: { name: first }, next: index + 1 };
  return { name: { keyspace: first, name: second }, next: index + 3 };
}

/** The name as stored; `ON` is reserved, so that bare it is never one. */
export function identifierOf(token: Token | undefined): string | undefined {
  if (token?.kind === 'quoted-name') return unquote(token.text);
  return token?.kind === 'word' && !isKeyword(token, 'ON') ? token.text.toLowerCase() : undefined;
}

/** The index after `IF [NOT] EXISTS`, if that stands here. */
export function skipCondition(tokens: readonly Token[], index: number): number {
  if (!isKeyword(tokens[index], 'IF')) return index;
  return isKeyword(tokens[index + 1], 'NOT') ? index + 3 : index + 2;
}
