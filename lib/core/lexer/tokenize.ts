export type TokenKind =
  'word' | 'number' | 'uuid' | 'quoted-name' | 'string' | 'dollar-string' | 'symbol' | 'comment' | 'space';

/** A piece of CQL text; `end` is exclusive. Only strings, quoted names and comments can be left open. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly terminated: boolean;
}

interface Extent {
  readonly end: number;
  readonly terminated: boolean;
}

type Reader = (text: string, start: number) => Extent | undefined;

const BEGINS: Readonly<Record<TokenKind, RegExp>> = {
  space: /\s/,
  comment: /[-/]/,
  string: /'/,
  'quoted-name': /"/,
  'dollar-string': /\$/,
  uuid: /[\da-f]/i,
  number: /\d/,
  word: /[a-z_]/i,
  symbol: /[^]/,
};

// The first that fits wins: a comment before the symbol `-`, a UUID before the number or word it starts with.
const READERS: readonly (readonly [TokenKind, Reader])[] = [
  ['space', matching(/\s+/y)],
  ['comment', matching(/(?:--|\/\/)[^\r\n]*/y)],
  ['comment', enclosed('/*', '*/')],
  ['string', quoted("'")],
  ['quoted-name', quoted('"')],
  ['dollar-string', enclosed('$$', '$$')],
  ['uuid', matching(/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/iy)],
  ['number', matching(/0x[\da-f]*|\d+(?:\.(?!\.)\d*)?(?:e[+-]?\d+)?[a-zµ\d]*/iy)],
  ['word', matching(/[a-z_]\w*/iy)],
];

/** The readers that can fit at a character of ASCII: most characters begin tokens of one or two kinds only. */
const READERS_OF: readonly (typeof READERS)[] = Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  return READERS.filter(([kind]) => BEGINS[kind].test(character));
});

function readersFor(code: number): typeof READERS {
  return READERS_OF[code] ?? READERS;
}

/** Cuts any text into tokens without loss: their texts joined are the text again. */
export function tokenize(text: string): readonly Token[] {
  return [...tokensIn(text)];
}

/** The same, one token after the other: those of a long script at once take a hundred times its size. */
export function* tokensIn(text: string): Generator<Token, void> {
  for (let start = 0; start < text.length;) {
    const token = tokenAt(text, start);
    yield token;
    start = token.end;
  }
}

/** The tokens of a statement that the server sees: without space and comments. */
export function significantTokens(cql: string): readonly Token[] {
  return tokenize(cql).filter(isSignificant);
}

/** The text of a token without its quotes, if it has any. */
export function unquote(text: string): string {
  const quote = text.charAt(0);
  return quote === '"' || quote === "'" ? text.slice(1, -1).replaceAll(quote + quote, quote) : text;
}

/** Whether the server's parser sees the token: everything but white space and comments. */
export function isSignificant({ kind }: Token): boolean {
  return kind !== 'space' && kind !== 'comment';
}

/** Whether the token is this keyword, given in upper case; a quoted name never is. */
export function isKeyword(token: Token | undefined, keyword: string): boolean {
  return keywordOf(token) === keyword;
}

/** The bare word in upper case; empty for every other token and for none. */
export function keywordOf(token: Token | undefined): string {
  return token?.kind === 'word' ? token.text.toUpperCase() : '';
}

function tokenAt(text: string, start: number): Token {
  for (const [kind, read] of readersFor(text.charCodeAt(start))) {
    const extent = read(text, start);
    if (extent) return { kind, text: text.slice(start, extent.end), start, ...extent };
  }
  const end = start + characterLength(text, start);
  return { kind: 'symbol', text: text.slice(start, end), start, end, terminated: true };
}

/** 2 for a character that UTF-16 writes as a pair. */
function characterLength(text: string, index: number): number {
  return (text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1;
}

function matching(pattern: RegExp): Reader {
  return (text, start) => {
    pattern.lastIndex = start;
    return pattern.test(text) ? { end: pattern.lastIndex, terminated: true } : undefined;
  };
}

function enclosed(open: string, close: string): Reader {
  return (text, start) => {
    if (!text.startsWith(open, start)) return undefined;
    return extentTo(text, text.indexOf(close, start + open.length), close.length);
  };
}

function quoted(quote: string): Reader {
  return (text, start) =>
    text.startsWith(quote, start) ? extentTo(text, closingQuote(text, quote, start + 1), 1) : undefined;
}

function closingQuote(text: string, quote: string, from: number): number {
  let close = text.indexOf(quote, from);
  while (close >= 0 && text.startsWith(quote, close + 1)) close = text.indexOf(quote, close + 2);
  return close;
}

function extentTo(text: string, close: number, length: number): Extent {
  return close < 0 ? { end: text.length, terminated: false } : { end: close + length, terminated: true };
}

/** A CQL string literal. The only escape it knows is the doubled quote: backslashes and line breaks stand for themselves. */
export function quoteLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
