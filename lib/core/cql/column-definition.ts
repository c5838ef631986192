import type { CqlType } from '../model/cql-type.js';
import { InvalidCqlTypeError } from '../model/errors.js';
import { parseTypeTokens } from '../model/parse-cql-type.js';
import { identifierOf } from './qualified-name.js';
import { depthsIn } from '../lexer/token-list.js';
import { isKeyword, type Token } from '../lexer/tokenize.js';

/** A column as a statement writes it down. */
export interface ColumnDefinition {
  readonly name: string;
  /** `undefined` where it cannot be read. */
  readonly type: CqlType | undefined;
  readonly static: boolean;
}

/** Reads `name type [STATIC] …`; `undefined` where that is no column. */
export function readColumnDefinition(item: readonly Token[]): ColumnDefinition | undefined {
  const name = identifierOf(item[0]);
  if (name === undefined) return undefined;
  const end = typeEnd(item);
  return {
    name,
    type: readType(item.slice(1, end)),
    static: item.slice(end).some((token) => isKeyword(token, 'STATIC')),
  };
}

const ANGLES: ReadonlyMap<string, number> = new Map([
  ['<', 1],
  ['>', -1],
]);

/** The type is one word or string; what stands in `<…>` belongs to it. */
function typeEnd(item: readonly Token[]): number {
  if (item[2]?.text !== '<') return 2;
  const depths = depthsIn(item, ANGLES);
  const end = item.findIndex(({ text }, index) => text === '>' && depths[index] === 1);
  return end < 0 ? item.length : end + 1;
}

function readType(tokens: readonly Token[]): CqlType | undefined {
  try {
    return parseTypeTokens(withoutQualifiers(tokens));
  } catch (error) {
    if (error instanceof InvalidCqlTypeError) return undefined;
    throw error;
  }
}

/** A user type may be written with its keyspace, which is always that of the table. */
function withoutQualifiers(tokens: readonly Token[]): readonly Token[] {
  return tokens.filter(({ text }, index) => text !== '.' && tokens[index + 1]?.text !== '.');
}
