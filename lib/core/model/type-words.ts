import { suggestion } from '../text/suggestion.js';
import { NATIVE_TYPES } from './cql-type.js';

/** Types by their names in other languages and databases. */
const TYPE_OF_WORD: Readonly<Record<string, string>> = {
  string: 'text',
  str: 'text',
  char: 'text',
  clob: 'text',
  json: 'text',
  jsonb: 'text',
  enum: 'text',
  integer: 'int',
  int32: 'int',
  number: 'int, bigint or double',
  long: 'bigint',
  int64: 'bigint',
  bigserial: 'bigint',
  serial: 'int',
  short: 'smallint',
  int16: 'smallint',
  byte: 'tinyint',
  int8: 'tinyint',
  bool: 'boolean',
  datetime: 'timestamp',
  timestamptz: 'timestamp',
  real: 'float',
  float64: 'double',
  numeric: 'decimal',
  money: 'decimal',
  bytes: 'blob',
  buffer: 'blob',
  binary: 'blob',
  bytea: 'blob',
  guid: 'uuid',
  object: 'map<text, text>',
  array: 'list<text>',
  record: 'map<text, text>',
  ip: 'inet',
};

/** The end of a sentence about a name that is no type: `; did you mean text?`, or nothing. */
export function typeSuggestion(name: string, userTypes: readonly string[]): string {
  const word = name.toLowerCase();
  const meant = Object.hasOwn(TYPE_OF_WORD, word) ? TYPE_OF_WORD[word] : undefined;
  return meant === undefined ? suggestion(name, [...NATIVE_TYPES, ...userTypes]) : `; did you mean ${meant}?`;
}

const GENERIC_OF_WORD: Readonly<Record<string, string>> = { array: 'list', record: 'map', object: 'map', hash: 'map' };

/** The same for a name with parameters. */
export function genericSuggestion(name: string): string {
  const meant = Object.hasOwn(GENERIC_OF_WORD, name) ? GENERIC_OF_WORD[name] : undefined;
  const generics = ['list', 'set', 'map', 'tuple', 'vector', 'frozen'];
  return meant === undefined ? suggestion(name, generics) : `; did you mean ${meant}?`;
}
