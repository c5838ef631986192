import { identifierOf } from './qualified-name.js';
import { depthsIn, isComma, splitAt, within } from './token-list.js';
import { isKeyword, type Token } from './tokenize.js';

/**
 * What follows the WITH of a statement that is in no bracket, by name in lower case: the tokens of `= value`, those after the first
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

/** Reads `{'class': 'X', 'replication_factor': 3}`, keys in lower case; empty where the tokens are no such map. */
export function readMap(tokens: readonly Token[]): ReadonlyMap<string, string> {
  const entries = tokens[0]?.text === '{' ? splitAt(within(tokens, 0), isComma) : [];
  return new Map(
    entries.flatMap(([key, colon, ...value]) =>
      key && colon?.text === ':' ? [[textOf(key).toLowerCase(), value.map(textOf).join('')] as const] : [],
    ),
  );
}

function textOf({ kind, text }: Token): string {
  return kind === 'string' ? text.slice(1, -1).replaceAll("''", "'") : text;
}
