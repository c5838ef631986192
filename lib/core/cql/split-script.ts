import { CqlSyntaxError } from './errors.js';
import { positionsIn, type Position } from './position.js';
import { statementOf, type Statement } from './statement.js';
import { isSignificant, keywordOf, tokenize, type Token } from './tokenize.js';

/**
 * One statement of a script: its text as written, from its first to its last significant token, so without the `;` and
 * the comments around it; and where it starts.
 */
export interface ScriptStatement extends Statement, Position {
  /** Position of the token that its defect is about. */
  readonly defectAt?: Position | undefined;
}

/** The statements of a script; a batch or transaction is one. Throws `CqlSyntaxError` where something is left open. */
export function splitScript(text: string): readonly ScriptStatement[] {
  return splitTokens(text, tokenize(text));
}

/** As `splitScript`, for a run of the text's tokens: where the run ends, its last statement ends. */
export function splitTokens(text: string, tokens: readonly Token[]): readonly ScriptStatement[] {
  const positionOf = positionsIn(text);
  const open = tokens.find(({ terminated }) => !terminated);
  if (open) throw unterminated(open, positionOf(open.start));
  return groupByStatement(tokens.filter(isSignificant), positionOf).flatMap((own) => {
    const [first, last] = [own[0], own.at(-1)];
    if (!first || !last) return [];
    const statement = statementOf(text.slice(first.start, last.end), own);
    const at = statement.defect && { defectAt: positionOf(statement.defect.offset) };
    return [{ ...statement, ...positionOf(first.start), ...at }];
  });
}

type Tokens = readonly Token[];

function groupByStatement(tokens: Tokens, positionOf: (offset: number) => Position): readonly Tokens[] {
  const words = tokens.map((token) => keywordOf(token) || token.text);
  const groups: Tokens[] = [];
  for (let start = 0; start < tokens.length;) {
    const end = statementEnd(words, start);
    const first = tokens[start];
    if (first && end < 0) throw unclosedBlock(words.slice(start, start + 3), positionOf(first.start));
    if (end > start) groups.push(tokens.slice(start, end));
    start = end + 1;
  }
  return groups;
}

/** The index of the `;` that ends the statement, or of the end of all; -1 if it opens a block and never closes it. */
function statementEnd(words: readonly string[], start: number): number {
  const closing = closingWords(words.slice(start, start + 3));
  const from = closing ? indexOfPair(words, closing, start) : start;
  if (from < 0) return -1;
  const end = words.indexOf(';', from);
  return end < 0 ? words.length : end;
}

type Pair = readonly [string, string];

/** What closes the block that these first words open, if they open one. */
function closingWords([begin, second, third]: readonly string[]): Pair | undefined {
  if (begin !== 'BEGIN') return undefined;
  if (second === 'TRANSACTION') return ['COMMIT', 'TRANSACTION'];
  const isBatch = second === 'BATCH' || ((second === 'UNLOGGED' || second === 'COUNTER') && third === 'BATCH');
  return isBatch ? ['APPLY', 'BATCH'] : undefined;
}

function indexOfPair(words: readonly string[], [first, second]: Pair, from: number): number {
  let index = words.indexOf(first, from);
  while (index >= 0 && words[index + 1] !== second) index = words.indexOf(first, index + 1);
  return index;
}

function unclosedBlock(firstWords: readonly string[], position: Position): CqlSyntaxError {
  const [block, end] =
    firstWords[1] === 'TRANSACTION' ? ['transaction', 'COMMIT TRANSACTION'] : ['batch', 'APPLY BATCH'];
  return new CqlSyntaxError(`The ${block} that begins here is never closed`, position, `End it with ${end};`);
}

/** What a token that is left open is called, and what closes it. */
const CLOSING: Readonly<Record<string, Pair>> = {
  "'": ['string', "'"],
  '"': ['quoted name', '"'],
  $: ['string', '$$'],
  '/': ['comment', '*/'],
};

function unterminated({ text, kind }: Token, position: Position): CqlSyntaxError {
  const [what, closing] = CLOSING[text.charAt(0)] ?? [kind, text.charAt(0)];
  return new CqlSyntaxError(`The ${what} that begins here is never closed`, position, `Close it with ${closing}`);
}
