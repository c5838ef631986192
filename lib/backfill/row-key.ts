import { createHash } from 'node:crypto';
import { quoteLiteral } from '../core/lexer/tokenize.js';
import type { Row } from '../session/session.js';

/** The servers take no longer text as a part of a key. */
const LONGEST = 4_000;

/** The values of a key as one text: people find the row by it, and no two rows have the same. */
export function rowKey(row: Row, columns: readonly string[]): string {
  const key = columns.map((column) => `${column} = ${asText(row[column])}`).join(', ');
  if (key.length <= LONGEST) return key;
  return `${key.slice(0, LONGEST)}… (SHA-256 ${createHash('sha256').update(key).digest('hex')})`;
}

function asText(value: unknown): string {
  if (typeof value === 'string') return quoteLiteral(value);
  // A timestamp beyond the range of a Date is an invalid one, which has no ISO text.
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? String(value) : value.toISOString();
  if (value instanceof Uint8Array) return `0x${Buffer.from(value).toString('hex')}`;
  return String(value);
}
