import type { Token } from './tokenize.js';

// Maps, not objects: a name such as `constructor` must not be found in them.
const BRACKETS: ReadonlyMap<string, number> = new Map([
  ['(', 1],
  ['[', 1],
  ['{', 1],
  [')', -1],
  [']', -1],
  ['}', -1],
]);
/** Within the definition of columns, where `<` is no comparison. */
const TYPE_BRACKETS: ReadonlyMap<string, number> = new Map([...BRACKETS, ['<', 1], ['>', -1]]);

/** How many brackets are open before each token. */
export function depthsIn(tokens: readonly Token[], brackets = BRACKETS): readonly number[] {
  const depths: number[] = [];
  tokens.reduce((depth, { text }) => {
    depths.push(depth);
    return depth + (brackets.get(text) ?? 0);
  }, 0);
  return depths;
}

/** The tokens between the bracket at `open` and the one that closes it, or the end; empty where there is no bracket. */
export function within(tokens: readonly Token[], open: number): readonly Token[] {
  if (BRACKETS.get(tokens[open]?.text ?? '') !== 1) return [];
  const rest = tokens.slice(open + 1);
  const depths = depthsIn(rest);
  const end = rest.findIndex(({ text }, index) => depths[index] === 0 && BRACKETS.get(text) === -1);
  return end < 0 ? rest : rest.slice(0, end);
}

/** Cuts tokens at every separator that is in no bracket; empty items are left out. */
export function splitAt(
  tokens: readonly Token[],
  isSeparator: (token: Token) => boolean,
  brackets = BRACKETS,
): readonly (readonly Token[])[] {
  const depths = depthsIn(tokens, brackets);
  const cuts = tokens.flatMap((token, index) => (depths[index] === 0 && isSeparator(token) ? [index] : []));
  return [-1, ...cuts]
    .map((cut, index) => tokens.slice(cut + 1, cuts[index] ?? tokens.length))
    .filter(({ length }) => length > 0);
}

export const isComma = ({ text }: Token): boolean => text === ',';

/** The items of a list of columns, fields or types. */
export function splitDefinitions(tokens: readonly Token[]): readonly (readonly Token[])[] {
  return splitAt(tokens, isComma, TYPE_BRACKETS);
}
