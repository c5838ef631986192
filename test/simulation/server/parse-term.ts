import type { Term } from './statement.js';
import type { TokenReader } from './token-reader.js';

const value = (of: string | number | boolean | undefined): Term => ({ kind: 'value', value: of });

/** Reads a literal, a bind marker, a collection or a call without arguments. */
export function parseTerm(reader: TokenReader): Term {
  const token = reader.next();
  switch (token.kind) {
    case 'string':
      return value(token.text.slice(1, -1).replaceAll("''", "'"));
    case 'dollar-string':
      return value(token.text.slice(2, -2));
    case 'uuid':
      return value(token.text.toLowerCase());
    case 'number':
      return value(Number(token.text));
    case 'word':
      return parseWord(reader, token.text);
    default:
      return parseSymbol(reader, token.text);
  }
}

function parseWord(reader: TokenReader, word: string): Term {
  const lower = word.toLowerCase();
  if (lower === 'true' || lower === 'false') return value(lower === 'true');
  if (lower === 'null') return value(undefined);
  reader.expectSymbol('(');
  reader.expectSymbol(')');
  return { kind: 'call', name: lower };
}

function parseSymbol(reader: TokenReader, symbol: string): Term {
  switch (symbol) {
    case '?':
      reader.markers += 1;
      return { kind: 'marker', index: reader.markers - 1 };
    case '-':
      return value(-Number(reader.next().text));
    case '[':
      return { kind: 'list', items: reader.listUntil(']', () => parseTerm(reader)) };
    case '{':
      return parseBraces(reader);
    default:
      throw reader.unexpected();
  }
}

function parseBraces(reader: TokenReader): Term {
  const entries = reader.listUntil('}', (): readonly [Term, Term | undefined] => {
    const key = parseTerm(reader);
    return [key, reader.acceptSymbol(':') ? parseTerm(reader) : undefined];
  });
  const pairs = entries.flatMap(([key, of]) => (of ? [[key, of] as const] : []));
  if (pairs.length > 0) return { kind: 'map', entries: pairs };
  return { kind: 'set', items: entries.map(([key]) => key) };
}
