import { identifierOf } from '../../../lib/core/cql/qualified-name.js';
import { isKeyword, isSignificant, tokenize, type Token } from '../../../lib/core/lexer/tokenize.js';
import { syntaxError } from './server-error.js';
import type { TableName } from './statement.js';

/** The tokens of a statement, read from left to right. */
export class TokenReader {
  private readonly tokens: readonly Token[];
  private at = 0;
  /** Bind markers that were read. */
  markers = 0;

  constructor(cql: string) {
    this.tokens = tokenize(cql).filter(isSignificant);
  }

  peek(ahead = 0): Token | undefined {
    return this.tokens[this.at + ahead];
  }

  get isAtEnd(): boolean {
    return this.at >= this.tokens.length || (this.peek()?.text === ';' && this.at === this.tokens.length - 1);
  }

  next(): Token {
    const token = this.tokens[this.at];
    if (!token) throw syntaxError('no viable alternative at input <EOF>');
    this.at += 1;
    return token;
  }

  is(keyword: string, ahead = 0): boolean {
    return isKeyword(this.peek(ahead), keyword);
  }

  /** Reads keywords, if exactly these follow. */
  accept(...keywords: readonly string[]): boolean {
    if (!keywords.every((keyword, index) => this.is(keyword, index))) return false;
    this.at += keywords.length;
    return true;
  }

  acceptSymbol(symbol: string): boolean {
    if (this.peek()?.kind !== 'symbol' || this.peek()?.text !== symbol) return false;
    this.at += 1;
    return true;
  }

  expect(keyword: string): void {
    if (!this.accept(keyword)) throw this.unexpected();
  }

  expectSymbol(symbol: string): void {
    if (!this.acceptSymbol(symbol)) throw this.unexpected();
  }

  name(): string {
    const name = identifierOf(this.peek());
    if (name === undefined) throw this.unexpected();
    this.at += 1;
    return name;
  }

  tableName(): TableName {
    const first = this.name();
    return this.acceptSymbol('.') ? { keyspace: first, name: this.name() } : { keyspace: undefined, name: first };
  }

  /** Items between the reader and a closing symbol, with commas between them. */
  listUntil<T>(close: string, read: () => T): readonly T[] {
    const items: T[] = [];
    while (!this.acceptSymbol(close)) {
      items.push(read());
      if (this.peek()?.text !== close) this.expectSymbol(',');
    }
    return items;
  }

  unexpected(): Error {
    return syntaxError(`no viable alternative at input '${this.peek()?.text ?? '<EOF>'}'`);
  }
}
