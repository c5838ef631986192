import { significantTokens, unquote, type Token } from '../lexer/tokenize.js';
import { quoteName } from './identifier.js';

/**
 * The relations of a WHERE clause, each in one spelling and once, sorted: `c1 > 10 AND "v" is not null` becomes
 * `['c1 > 10', 'v IS NOT NULL']`. The order in which they are written means nothing.
 */
export function parseRelations(where: string): readonly string[] {
  return readRelations(significantTokens(where));
}

/** The same for the tokens of a clause within a statement. */
export function readRelations(clause: readonly Token[]): readonly string[] {
  const relations = split(joined(clause)).map((tokens) => join(tokens.map(normalToken)));
  return [...new Set(relations)].toSorted();
}

/** Whether a relation names the value itself, or each of several: `= 1`, `IN (1, 2)`. */
export function isExact(relation: string): boolean {
  return ['=', 'IN'].includes(tokensOf(relation).find(isOperator) ?? '');
}

/** Whether a relation names more than one value: `IN (1, 2)`. */
export function isChoice(relation: string): boolean {
  const tokens = tokensOf(relation);
  const position = tokens.findIndex(isOperator);
  return tokens[position] === 'IN' && tokens.includes(',', position);
}

/** Names that stand bare are in lower case. */
function isOperator(token: string): boolean {
  return /^(?:IS|IN|CONTAINS|LIKE|[<>!]?=|[<>])$/.test(token);
}

/** The columns that a relation restricts: the name in front, or the names of a tuple. */
export function restrictedColumns(relation: string): readonly string[] {
  const tokens = tokensOf(relation);
  const head = tokens.slice(0, tokens.findIndex(isOperator));
  return head.filter((token) => /^["\w]/.test(token)).map(nameOf);
}

/** A column that may not be null: what every key column of a view must be restricted to, at least. */
export function isNotNull(column: string): string {
  return `${quoteName(column)} IS NOT NULL`;
}

/** Whether a literal holds a quote: the server stores such a filter wrongly and cannot start again. */
export function hasQuoteInLiteral(relation: string): boolean {
  return tokensOf(relation).some((token) => token.startsWith("'") && token.slice(1, -1).includes("'"));
}

const RESERVED = new Set(['IS', 'NOT', 'NULL', 'IN', 'TOKEN', 'TRUE', 'FALSE']);

function normalToken(token: string, position: number, relation: readonly string[]): string {
  if (token.startsWith('"')) return quoteName(unquote(token));
  if (token.startsWith("'") || !/^[a-z]/i.test(token)) return token;
  return isKeyword(token, relation.slice(0, position)) ? token.toUpperCase() : token.toLowerCase();
}

/** Columns may be called `key`, `contains` and `like`: these mean something only where an operator stands. */
function isKeyword(token: string, before: readonly string[]): boolean {
  const [last = ''] = before.slice(-1);
  const word = token.toUpperCase();
  if (word === 'CONTAINS' || word === 'LIKE') return before.length > 0 && !/^[(,]$/.test(last);
  return word === 'KEY' ? before.length > 1 && last.toUpperCase() === 'CONTAINS' : RESERVED.has(word);
}

function nameOf(token: string): string {
  return token.startsWith('"') ? unquote(token) : token;
}

function tokensOf(relation: string): readonly string[] {
  return joined(significantTokens(relation));
}

/** The texts of tokens; an operator of two characters is one, and so is a number with its sign. */
function joined(tokens: readonly Token[]): readonly string[] {
  const isJoined = tokens.map((token, index) => belongsTo(tokens[index - 1], token));
  return tokens.flatMap((token, index) => {
    if (isJoined[index]) return [];
    return isJoined[index + 1] ? [token.text + (tokens[index + 1]?.text ?? '')] : [token.text];
  });
}

function belongsTo(before: Token | undefined, { kind, text, start }: Token): boolean {
  if (before?.kind !== 'symbol' || before.end !== start) return false;
  return text === '=' ? /^[<>!]$/.test(before.text) : before.text === '-' && kind === 'number';
}

function split(tokens: readonly string[]): readonly (readonly string[])[] {
  const end = tokens.findIndex((token) => token.toUpperCase() === 'AND');
  if (tokens.length === 0) return [];
  return end < 0 ? [tokens] : [tokens.slice(0, end), ...split(tokens.slice(end + 1))];
}

/** A blank between tokens, but for the inside of brackets and what is before a comma; texts and names stay as they are. */
function join(tokens: readonly string[]): string {
  return tokens.reduce((text, token, position) => {
    const isTight = position === 0 || tokens[position - 1] === '(' || token === ')' || token === ',';
    return `${text}${isTight ? '' : ' '}${token}`;
  }, '');
}
