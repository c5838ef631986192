import { tokenize, unquote, type Token } from '../lexer/tokenize.js';
import { freeze, NATIVE_TYPES, type CqlType, type NativeTypeName } from './cql-type.js';
import { InvalidCqlTypeError } from './errors.js';
import { nativeTypeOfClass } from './marshal-class.js';
import { genericSuggestion } from './type-words.js';

/**
 * Reads a CQL type, as written by a person or printed by the server, into its canonical form. A bare name that is no
 * built-in type is a user type; `stored`, so is a bare `list`, because the server prints names of types without quotes.
 * @throws InvalidCqlTypeError with the text and what is wrong with it
 */
export function parseCqlType(text: string, { stored = false } = {}): CqlType {
  // Nearly all of a catalogue's types are one known word.
  if (isNativeName(text)) return { kind: 'native', name: text };
  return parseTypeTokens(
    tokenize(text).filter(({ kind }) => kind !== 'space'),
    { text, stored },
  );
}

/** The same for the tokens of a type within a statement. */
export function parseTypeTokens(
  tokens: readonly Token[],
  { text = tokens.map((token) => token.text).join(' '), stored = false } = {},
): CqlType {
  const reader = new TypeReader(tokens, { text, stored });
  const type = readType(reader);
  if (reader.peek() !== undefined) throw reader.fail(`unexpected "${reader.peek()}"`);
  return type;
}

interface TypeSource {
  readonly text: string;
  readonly stored: boolean;
}

class TypeReader {
  private readonly tokens: readonly string[];
  private position = 0;

  constructor(
    tokens: readonly Token[],
    private readonly source: TypeSource,
  ) {
    const stray = tokens.find((token) => !isOfType(token));
    if (stray) throw this.fail(`unexpected "${stray.text.charAt(0)}"${strayAdvice(stray.text)}`);
    this.tokens = tokens.map((token) => token.text);
  }

  get stored(): boolean {
    return this.source.stored;
  }

  peek(): string | undefined {
    return this.tokens[this.position];
  }

  next(): string {
    const token = this.tokens[this.position];
    if (token === undefined) throw this.fail('it ends too early');
    this.position += 1;
    return token;
  }

  expect(token: string): void {
    const actual = this.next();
    if (actual !== token) throw this.fail(`expected "${token}", found "${actual}"`);
  }

  fail(reason: string): InvalidCqlTypeError {
    return new InvalidCqlTypeError(this.source.text, reason);
  }
}

/** Whether a token can be part of a type. */
function isOfType({ kind, text, terminated }: Token): boolean {
  if (kind === 'symbol') return text === '<' || text === '>' || text === ',';
  return kind === 'quoted-name' ? terminated && text !== '""' : terminated && TYPE_TOKENS.has(kind);
}

const TYPE_TOKENS: ReadonlySet<Token['kind']> = new Set(['word', 'number', 'uuid', 'string']);

function strayAdvice(token: string): string {
  if (token === '(') return ': a CQL type has no length';
  return token === '[' ? ': a list is written list<text>' : '';
}

function readType(reader: TypeReader): CqlType {
  const token = reader.next();
  if (token.startsWith('"')) return { kind: 'user', name: unquote(token), frozen: false };
  if (token.startsWith("'")) return customType(unquote(token));
  if (!/^[a-z]\w*$/i.test(token)) throw reader.fail(`unexpected "${token}"`);
  const name = token.toLowerCase();
  return reader.peek() === '<' ? readGeneric(name, reader) : namedType(name, reader);
}

function readGeneric(name: string, reader: TypeReader): CqlType {
  reader.expect('<');
  const type = readParameters(name, reader);
  reader.expect('>');
  return type;
}

function readParameters(name: string, reader: TypeReader): CqlType {
  switch (name) {
    case 'list':
    case 'set':
      return { kind: name, element: readType(reader), frozen: false };
    case 'map':
      return { kind: 'map', key: readType(reader), value: readAfterComma(reader), frozen: false };
    case 'tuple':
      return { kind: 'tuple', items: readItems(reader).map(freeze) };
    case 'vector':
      return { kind: 'vector', element: readType(reader), dimension: readDimension(reader) };
    case 'frozen':
      return readFrozen(reader);
    default:
      throw reader.fail(`${name} takes no parameters${genericSuggestion(name)}`);
  }
}

function readFrozen(reader: TypeReader): CqlType {
  const type = readType(reader);
  if (type.kind === 'native')
    throw reader.fail(`${type.name} cannot be frozen: only collections, tuples and user types`);
  return freeze(type);
}

function readItems(reader: TypeReader): readonly CqlType[] {
  const first = readType(reader);
  return reader.peek() === ',' ? [first, ...readMoreItems(reader)] : [first];
}

function readMoreItems(reader: TypeReader): readonly CqlType[] {
  reader.expect(',');
  return readItems(reader);
}

function readAfterComma(reader: TypeReader): CqlType {
  reader.expect(',');
  return readType(reader);
}

function readDimension(reader: TypeReader): number {
  reader.expect(',');
  const token = reader.next();
  if (!/^[1-9]\d*$/.test(token)) throw reader.fail(`a vector needs a dimension of at least 1, found "${token}"`);
  return Number(token);
}

const PARAMETERS: Readonly<Record<string, string>> = {
  list: 'list<text>',
  set: 'set<text>',
  map: 'map<text, int>',
  tuple: 'tuple<int, text>',
  vector: 'vector<float, 3>',
  frozen: 'frozen<list<text>>',
};

function namedType(name: string, reader: TypeReader): CqlType {
  const example = Object.hasOwn(PARAMETERS, name) ? PARAMETERS[name] : undefined;
  if (example !== undefined && !reader.stored) throw reader.fail(`${name} needs parameters, such as ${example}`);
  if (name === 'varchar') return { kind: 'native', name: 'text' };
  return isNativeName(name) ? { kind: 'native', name } : { kind: 'user', name, frozen: false };
}

/** A marshal class that has a CQL name is stored under that name. */
function customType(className: string): CqlType {
  const native = nativeTypeOfClass(className);
  return native ? { kind: 'native', name: native } : { kind: 'custom', className };
}

function isNativeName(name: string): name is NativeTypeName {
  return NATIVE_TYPES.some((native) => native === name);
}
