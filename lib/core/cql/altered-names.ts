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

/** The first token after the opening bracket and after each comma that is in no bracket of its own. */
function firstOfEach(tokens: readonly Token[]): readonly string[] {
  const names: string[] = [];
  let depth = 0;
  for (const [index, token] of tokens.entries()) {
    if (token.text === ')' && depth === 0) break;
    if (depth === 0 && (index === 0 || tokens[index - 1]?.text === ',')) names.push(storedName(token));
    if (token.text === '(' || token.text === '<') depth += 1;
    if (token.text === ')' || token.text === '>') depth -= 1;
  }
  return names;
}

function storedName({ kind, text }: Token): string {
  return kind === 'quoted-name' ? text.slice(1, -1).replaceAll('""', '"') : text.toLowerCase();
}
