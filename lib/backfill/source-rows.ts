import { quoteName } from '../core/model/identifier.js';
import type { Row } from '../session/session.js';
import { rowKey } from './row-key.js';
import type { PageMark } from './slice.js';

/** A row with its place. */
export interface SourceRow {
  /** A copy at each access, which whoever has it may change. */
  readonly row: Row;
  readonly token: bigint;
  /** The values of its key, as text. */
  readonly key: string;
}

/** Rows of a range that follow each other, in the order of their tokens. */
export interface SourcePage {
  readonly rows: readonly SourceRow[];
  /** Start of the next page; undefined where the range ends with this one. */
  readonly next: ReadPlace | undefined;
}

/** A place in a SELECT of the rows after a token. */
export interface ReadPlace {
  readonly start: bigint;
  /** Paging state of the servers, hexadecimal; undefined for its first row. */
  readonly state: string | undefined;
}

/** Name under which the token of a row is read. */
const TOKEN = 'coodie_token';

/** The SELECT of the rows after one token and up to another, which it is given: columns and expressions, and the token. */
export function selectBetweenTokens(read: readonly string[], from: string, partitionKey: readonly string[]): string {
  const token = `token(${partitionKey.map(quoteName).join(', ')})`;
  return `SELECT ${read.join(', ')}, ${token} AS ${TOKEN} FROM ${from} WHERE ${token} > ? AND ${token} <= ?`;
}

/** Columns of the rows that a SELECT finds. */
export interface FoundColumns {
  readonly key: readonly string[];
  /** The columns that `row` is given. */
  readonly given: readonly string[];
}

/**
 * A row as the servers sent it. What is made of it is made when it is asked for: a page of rows waits in memory, and tokens and
 * keys are asked of few, those at the ends of a page and those that fail.
 */
export class FoundRow implements SourceRow {
  constructor(
    private readonly found: Row,
    private readonly columns: FoundColumns,
  ) {}

  get row(): Row {
    // Not by a rest pattern: that takes several times as long, for each row.
    const row: Record<string, unknown> = {};
    for (const column of this.columns.given) row[column] = this.found[column];
    return row;
  }

  get token(): bigint {
    return BigInt(String(this.found[TOKEN]));
  }

  get key(): string {
    return rowKey(this.found, this.columns.key);
  }
}

/** A place to go on at, where all rows of a page have one token, so that no token tells how far they are read. */
export function markAfter({ rows, next }: SourcePage, of: (start: bigint) => string): PageMark | undefined {
  const [first, last] = [rows[0], rows.at(-1)];
  if (!first || !last || next?.state === undefined || first.token !== last.token) return undefined;
  return { token: last.token, start: next.start, state: next.state, of: of(next.start) };
}
