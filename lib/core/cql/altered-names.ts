import { identifierOf, skipCondition } from './qualified-name.js';
import { splitDefinitions, within } from '../lexer/token-list.js';
import { isKeyword, type Token } from '../lexer/tokenize.js';

/** The columns or fields that an ALTER adds or drops: `ADD a int`, `ADD (a int, b map<text, int>)`, `DROP (a, b)`. */
export function readColumnNames(tokens: readonly Token[], action: 'ADD' | 'DROP'): readonly string[] {
  return readAlteredItems(tokens, action).flatMap(([first]) => identifierOf(first) ?? []);
}

/** Items that an ALTER adds or drops: the tokens of `a int` and of `b map<text, int>`. */
export function readAlteredItems(tokens: readonly Token[], action: 'ADD' | 'DROP'): readonly (readonly Token[])[] {
  const after = tokensAfter(tokens, action);
  const items = after.slice(skipCondition(after, 0));
  return items[0]?.text === '(' ? splitDefinitions(within(items, 0)) : splitDefinitions(items).slice(0, 1);
}

export interface Renames {
  readonly present: readonly string[];
  readonly absent: readonly string[];
}

/** The names of `RENAME a TO b AND c TO d` that exist afterwards, and those that do not. */
export function readRenames(tokens: readonly Token[]): Renames {
  const after = tokensAfter(tokens, 'RENAME');
  const pairs = after.flatMap((token, index) => (isKeyword(token, 'TO') ? [[after[index - 1], after[index + 1]]] : []));
  return {
    present: pairs.flatMap(([, to]) => identifierOf(to) ?? []),
    absent: pairs.flatMap(([from]) => identifierOf(from) ?? []),
  };
}

function tokensAfter(tokens: readonly Token[], action: string): readonly Token[] {
  return tokens.slice(tokens.findIndex((token, index) => index > 1 && isKeyword(token, action)) + 1);
}
