import { splitDefinitions, within } from '../lexer/token-list.js';
import { isSignificant, keywordOf, tokenize, type Token } from '../lexer/tokenize.js';

/** How functions of one name are distinguished: `mean(int,list text)`. Whether an argument is frozen does not count. */
export function functionSignature(name: string, argumentTypes: readonly string[]): string {
  return `${name}(${argumentTypes.map((type) => plainType(tokenize(type))).join(',')})`;
}

/** The signature that a CREATE or DROP of a function or aggregate names; `DROP FUNCTION mean` names none. */
export function readFunctionSignature(tokens: readonly Token[], name: string): string | undefined {
  const open = tokens.findIndex(({ text }) => text === '(');
  if (open < 0) return undefined;
  const isNamed =
    keywordOf(tokens[0]) === 'CREATE' && tokens.slice(0, open).some((token) => keywordOf(token) === 'FUNCTION');
  const types = splitDefinitions(within(tokens, open)).map((item) => plainType(isNamed ? item.slice(1) : item));
  return `${name}(${types.join(',')})`;
}

/** The words of a type in a row: the brackets follow from them. */
function plainType(tokens: readonly Token[]): string {
  return tokens
    .filter((token) => isSignificant(token) && !/^[<>,.]$/.test(token.text) && keywordOf(token) !== 'FROZEN')
    .map(({ kind, text }) => (kind === 'word' ? (ALIASES.get(text.toLowerCase()) ?? text.toLowerCase()) : text))
    .join(' ');
}

const ALIASES: ReadonlyMap<string, string> = new Map([['varchar', 'text']]);
