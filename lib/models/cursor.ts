import { createHash } from 'node:crypto';

/** A statement with its values, as it is sent. */
export interface BoundQuery {
  readonly cql: string;
  readonly params: readonly unknown[];
}

const DIGEST_BYTES = 12;

/** Text that continues a query where a page ended: the state of the server behind a digest of query and state. */
export function formatCursor(query: BoundQuery, pageState: string): string {
  const state = Buffer.from(pageState, 'hex');
  return Buffer.concat([digestOf(query, state), state]).toString('base64url');
}

/** The state of the server, or undefined where the cursor belongs to another query or was changed. */
export function parseCursor(query: BoundQuery, cursor: string): string | undefined {
  const bytes = Buffer.from(cursor, 'base64url');
  const state = bytes.subarray(DIGEST_BYTES);
  if (state.length === 0 || !digestOf(query, state).equals(bytes.subarray(0, DIGEST_BYTES))) return undefined;
  return state.toString('hex');
}

function digestOf({ cql, params }: BoundQuery, state: Buffer): Buffer {
  const text = JSON.stringify([cql, params, state.toString('hex')], readable);
  return createHash('sha256').update(text).digest().subarray(0, DIGEST_BYTES);
}

function readable(_: string, value: unknown): unknown {
  if (typeof value === 'bigint') return `${value}n`;
  return value instanceof Map || value instanceof Set ? [...(value as Iterable<unknown>)] : value;
}
