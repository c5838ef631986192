import { quoteName } from './identifier.js';

const TOKEN = /"(?:[^"]|"")*"|'(?:[^']|'')*'|[<>!]=|[\w.-]+|\S/g;

/**
 * The relations of a WHERE clause, each in one spelling, sorted: `c1 > 10 AND "v" is not null` becomes
 * `['c1 > 10', 'v IS NOT NULL']`. The order in which they are written means nothing.
 */
export function parseRelations(where: string): readonly string[] {
  const tokens = (where.match(TOKEN) ?? []).map(normalToken);
  return split(tokens).map(join).toSorted();
}

/** The columns that a relation restricts: the name in front, or the names of a tuple. */
export function restrictedColumns(relation: string): readonly string[] {
  const [head = ''] = relation.split(/ (?:IS|IN|=|<|>|<=|>=|CONTAINS|LIKE)(?= )/);
  return (head.match(TOKEN) ?? []).filter((token) => /^["\w]/.test(token)).map(unquote);
}

/** A column that may not be null: what every key column of a view must be restricted to, at least. */
export function isNotNull(column: string): string {
  return `${quoteName(column)} IS NOT NULL`;
}

/** Whether a literal holds a quote: the server stores such a filter wrongly and cannot start again. */
export function hasQuoteInLiteral(relation: string): boolean {
  return (relation.match(TOKEN) ?? []).some((token) => token.startsWith("'") && token.slice(1, -1).includes("'"));
}

const KEYWORDS = new Set(['AND', 'IS', 'NOT', 'NULL', 'IN', 'CONTAINS', 'KEY', 'LIKE', 'TOKEN', 'TRUE', 'FALSE']);

function normalToken(token: string): string {
  if (token.startsWith('"')) return quoteName(unquote(token));
  if (token.startsWith("'") || !/^[a-z]/i.test(token)) return token;
  return KEYWORDS.has(token.toUpperCase()) ? token.toUpperCase() : token.toLowerCase();
}

function unquote(token: string): string {
  return token.startsWith('"') ? token.slice(1, -1).replaceAll('""', '"') : token;
}

function split(tokens: readonly string[]): readonly (readonly string[])[] {
  const end = tokens.indexOf('AND');
  if (tokens.length === 0) return [];
  return end < 0 ? [tokens] : [tokens.slice(0, end), ...split(tokens.slice(end + 1))];
}

function join(tokens: readonly string[]): string {
  return tokens.join(' ').replaceAll('( ', '(').replaceAll(' )', ')').replaceAll(' ,', ',');
}
