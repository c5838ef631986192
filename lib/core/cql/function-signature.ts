import { isSignificant, keywordOf, tokenize, type Token } from './tokenize.js';

/** How functions of one name are told apart: `mean(int,list text)`. Whether an argument is frozen does not count. */
export function functionSignature(name: string, argumentTypes: readonly string[]): string {
  return `${name}(${argumentTypes.map((type) => plainType(tokenize(type))).join(',')})`;
}

/** The signature that a CREATE or DROP of a function or aggregate names; `DROP FUNCTION mean` names none. */
export function readFunctionSignature(cql: string, name: string): string | undefined {
  const tokens = tokenize(cql).filter(isSignificant);
  const open = tokens.findIndex(({ text }) => text === '(');
  if (open < 0) return undefined;
  const isNamed =
    keywordOf(tokens[0]) === 'CREATE' && tokens.slice(0, open).some((token) => keywordOf(token) === 'FUNCTION');
  const types = itemsUntilClosed(tokens.slice(open + 1)).map((item) => plainType(isNamed ? item.slice(1) : item));
  return `${name}(${types.join(',')})`;
}

function itemsUntilClosed(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const items: Token[][] = [];
  let depth = 0;
  let item: Token[] = [];
  for (const token of tokens) {
    if (token.text === ')') break;
    depth += DEPTH[token.text] ?? 0;
    if (token.text === ',' && depth === 0) {
      items.push(item);
      item = [];
    } else item.push(token);
  }
  return item.length > 0 ? [...items, item] : items;
}

const DEPTH: Readonly<Record<string, number>> = { '<': 1, '>': -1 };

/** The words of a type in a row: the brackets follow from them. */
function plainType(tokens: readonly Token[]): string {
  return tokens
    .filter((token) => isSignificant(token) && !/^[<>,.]$/.test(token.text) && keywordOf(token) !== 'FROZEN')
    .map(({ kind, text }) => (kind === 'word' ? (ALIASES[text.toLowerCase()] ?? text.toLowerCase()) : text))
    .join(' ');
}

const ALIASES: Readonly<Record<string, string>> = { varchar: 'text' };
