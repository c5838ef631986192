import { isKeyword, isSignificant, tokenize, type Token } from './tokenize.js';

/** The columns or fields that an ALTER adds or drops: `ADD a int`, `ADD (a int, b map<text, int>)`, `DROP (a, b)`. */
export function readColumnNames(cql: string, action: 'ADD' | 'DROP'): readonly string[] {
  const tokens = tokensAfter(cql, action);
  const isList = tokens[0]?.text === '(';
  return isList ? firstOfEach(tokens.slice(1)) : tokens.slice(0, 1).map(storedName);
}

/** The names of `RENAME a TO b AND c TO d` that are there afterwards, and those that are not. */
export function readRenames(cql: string): { readonly present: readonly string[]; readonly absent: readonly string[] } {
  const tokens = tokensAfter(cql, 'RENAME');
  const pairs = tokens.flatMap((token, index) =>
    isKeyword(token, 'TO') ? [[tokens[index - 1], tokens[index + 1]]] : [],
  );
  return {
    present: pairs.flatMap(([, to]) => (to ? [storedName(to)] : [])),
    absent: pairs.flatMap(([from]) => (from ? [storedName(from)] : [])),
  };
}

function tokensAfter(cql: string, action: string): readonly Token[] {
  const tokens = tokenize(cql).filter(isSignificant);
  return tokens.slice(tokens.findIndex((token, index) => index > 1 && isKeyword(token, action)) + 1);
}

/** The first token of each item of a list, up to its closing bracket; brackets within items do not count. */
function firstOfEach(tokens: readonly Token[]): readonly string[] {
  const depths = tokens.map((_, index) => depthBefore(tokens, index));
  const end = tokens.findIndex(({ text }, index) => text === ')' && depths[index] === 0);
  return tokens
    .slice(0, end < 0 ? tokens.length : end)
    .filter((_, index) => depths[index] === 0 && (index === 0 || tokens[index - 1]?.text === ','))
    .map(storedName);
}

function depthBefore(tokens: readonly Token[], index: number): number {
  return tokens.slice(0, index).reduce((depth, { text }) => depth + (STEPS[text] ?? 0), 0);
}

const STEPS: Readonly<Record<string, number>> = { '(': 1, '<': 1, ')': -1, '>': -1 };

function storedName({ kind, text }: Token): string {
  return kind === 'quoted-name' ? text.slice(1, -1).replaceAll('""', '"') : text.toLowerCase();
}
