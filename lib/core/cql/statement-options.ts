import { identifierOf } from './qualified-name.js';
import { depthsIn, isComma, splitAt, within } from '../lexer/token-list.js';
import { isKeyword, unquote, type Token } from '../lexer/tokenize.js';

/**
 * Options after the WITH of a statement, outside brackets, by name in lower case: the tokens of `= value`, those after the first
 * word of `COMPACT STORAGE` or `CLUSTERING ORDER BY (…)`. Empty without a WITH.
 */
export function readOptions(tokens: readonly Token[]): ReadonlyMap<string, readonly Token[]> {
  const depths = depthsIn(tokens);
  const start = tokens.findIndex((token, index) => depths[index] === 0 && isKeyword(token, 'WITH'));
  if (start < 0) return new Map();
  const options = splitAt(tokens.slice(start + 1), (token) => isKeyword(token, 'AND') || token.text === ';');
  return new Map(
    options.flatMap(([name, equals, ...value]) => {
      const key = identifierOf(name)?.toLowerCase();
      if (key === undefined || !equals) return [];
      return [[key, equals.text === '=' ? value : [equals, ...value]] as const];
    }),
  );
}

/** A literal of CQL as a row would hold it. */
export type Literal = string | number | boolean | Readonly<Record<string, string>>;

/** Reads a map, number, boolean, text or bare word; what is none of these stays text. */
export function readLiteral(tokens: readonly Token[]): Literal {
  if (tokens[0]?.text === '{') return Object.fromEntries(entriesIn(tokens));
  const text = tokens.map(textOf).join('');
  const [first] = tokens;
  if (first?.kind === 'string') return text;
  if (/^(?:true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  return text !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}

/** Reads `{'class': 'X', 'replication_factor': 3}`, keys in lower case; empty where the tokens are no such map. */
export function readMap(tokens: readonly Token[]): ReadonlyMap<string, string> {
  return new Map(entriesIn(tokens).map(([key, value]) => [key.toLowerCase(), value]));
}

function entriesIn(tokens: readonly Token[]): readonly (readonly [key: string, value: string])[] {
  const entries = tokens[0]?.text === '{' ? splitAt(within(tokens, 0), isComma) : [];
  return entries.flatMap(([key, colon, ...value]) =>
    key && colon?.text === ':' ? [[textOf(key), value.map(textOf).join('')] as const] : [],
  );
}

function textOf({ kind, text }: Token): string {
  return kind === 'string' ? unquote(text) : text;
}
