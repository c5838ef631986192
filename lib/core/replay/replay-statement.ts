import { classifyTokens, type DdlStatement, type StatementClass } from '../cql/classify-statement.js';
import { significantTokens, isKeyword, type Token } from '../lexer/tokenize.js';

/** A statement as replay reads it: split, classified and cut into tokens once. */
export interface ReplayStatement {
  readonly cql: string;
  readonly class: StatementClass;
  /** Tokens that the server sees; their positions are those in `cql`. */
  readonly tokens: readonly Token[];
}

/** A statement of the schema that names what it changes. */
export interface SchemaStatement extends ReplayStatement {
  readonly class: DdlStatement;
  readonly name: string;
  /** Whether `IF EXISTS` or `IF NOT EXISTS` stands before the name. */
  readonly isConditional: boolean;
}

export function readReplayStatement(cql: string): ReplayStatement {
  const tokens = significantTokens(cql);
  return { cql, class: classifyTokens(tokens), tokens };
}

/** The longest head before a name is `CREATE MATERIALIZED VIEW IF NOT EXISTS`. */
const LONGEST_HEAD = 6;

export function isConditional(tokens: readonly Token[]): boolean {
  return tokens.slice(0, LONGEST_HEAD).some((token) => isKeyword(token, 'IF'));
}

/** Whether `IF [NOT] EXISTS` follows the keyword of an ALTER. */
export function isPartConditional(tokens: readonly Token[], action: 'ADD' | 'DROP' | 'RENAME'): boolean {
  const at = tokens.findIndex((token, index) => index > 1 && isKeyword(token, action));
  return isKeyword(tokens[at + 1], 'IF');
}
