import { CoodieError } from '../error.js';
import { isKeyword, isSignificant, keywordOf, type Token, tokensIn } from '../lexer/tokenize.js';
import { type Position, positionsIn } from '../text/position.js';
import { type Statement, statementOf } from './statement.js';

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
  const splitter = new StatementSplitter(text, positionsIn(text));
  for (const token of tokensIn(text)) splitter.push(token);
  return splitter.finish();
}

/** Gathers the tokens of a script, or of a part of it, into statements; keeps those of the current statement alone. */
export class StatementSplitter {
  private readonly statements: ScriptStatement[] = [];
  private own: Token[] = [];
  private isBlock = false;
  private isBlockClosed = false;
  private unterminated: Token | undefined;

  constructor(
    private readonly text: string,
    private readonly positionOf: (offset: number) => Position,
  ) {}

  push(token: Token): void {
    if (!token.terminated) this.unterminated ??= token;
    if (!isSignificant(token)) return;
    if (token.text !== ';') this.add(token);
    else if (this.isComplete()) this.end();
    else this.own.push(token);
  }

  /** The statements of all tokens: where these end, the last statement ends. */
  finish(): readonly ScriptStatement[] {
    const { unterminated, own, positionOf } = this;
    if (unterminated) throw unterminatedToken(unterminated, positionOf(unterminated.start));
    if (own[0] && !this.isComplete()) throw unclosedBlock(firstWords(own), positionOf(own[0].start));
    this.end();
    return this.statements;
  }

  private add(token: Token): void {
    const previous = this.own.at(-1);
    this.own.push(token);
    if (!previous) this.isBlock = isKeyword(token, 'BEGIN');
    else if (this.isBlock && !this.isBlockClosed) this.isBlockClosed = this.closesBlock(previous, token);
  }

  private closesBlock(previous: Token, token: Token): boolean {
    const [first, second] = closingWords(firstWords(this.own)) ?? [];
    return first !== undefined && second !== undefined && isKeyword(previous, first) && isKeyword(token, second);
  }

  private isComplete(): boolean {
    return !this.isBlock || this.isBlockClosed || !closingWords(firstWords(this.own));
  }

  private end(): void {
    const [[first], last] = [this.own, this.own.at(-1)];
    if (first && last) this.statements.push(this.statementOf(first, last));
    this.own = [];
    this.isBlock = false;
    this.isBlockClosed = false;
  }

  private statementOf(first: Token, last: Token): ScriptStatement {
    const statement = statementOf(this.text.slice(first.start, last.end), this.own);
    const at = statement.defect && { defectAt: this.positionOf(statement.defect.offset) };
    return { ...statement, ...this.positionOf(first.start), ...at };
  }
}

const firstWords = (tokens: readonly Token[]): readonly string[] =>
  tokens.slice(0, 3).map((token) => keywordOf(token) || token.text);

type Pair = readonly [string, string];

/** Words that close the block that these first words open, if they open one. */
function closingWords([begin, second, third]: readonly string[]): Pair | undefined {
  if (begin !== 'BEGIN') return undefined;
  if (second === 'TRANSACTION') return ['COMMIT', 'TRANSACTION'];
  const isBatch = second === 'BATCH' || ((second === 'UNLOGGED' || second === 'COUNTER') && third === 'BATCH');
  return isBatch ? ['APPLY', 'BATCH'] : undefined;
}

function unclosedBlock(words: readonly string[], position: Position): CqlSyntaxError {
  const [block, end] = words[1] === 'TRANSACTION' ? ['transaction', 'COMMIT TRANSACTION'] : ['batch', 'APPLY BATCH'];
  return new CqlSyntaxError(`The ${block} that begins here is never closed`, position, `End it with ${end};`);
}

/** Name of a token that is left open, and the text that closes it. */
const CLOSING: Readonly<Record<string, Pair>> = {
  "'": ['string', "'"],
  '"': ['quoted name', '"'],
  $: ['string', '$$'],
  '/': ['comment', '*/'],
};

function unterminatedToken({ text, kind }: Token, position: Position): CqlSyntaxError {
  const [what, closing] = CLOSING[text.charAt(0)] ?? [kind, text.charAt(0)];
  return new CqlSyntaxError(`The ${what} that begins here is never closed`, position, `Close it with ${closing}`);
}

/** A script that cannot be cut into statements; `problem` is the message without the position. */
export class CqlSyntaxError extends CoodieError {
  readonly code = 'COODIE_CQL_SYNTAX';
  readonly line: number;
  readonly column: number;

  constructor(
    readonly problem: string,
    { line, column }: Position,
    hint: string,
  ) {
    super(`${problem} (line ${line}, column ${column})`, { hint });
    this.line = line;
    this.column = column;
  }
}
