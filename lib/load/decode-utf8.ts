import { isUtf8 } from 'node:buffer';
import { UnreadableFileError } from './errors.js';

/**
 * The text of a file, without a byte order mark.
 * @throws UnreadableFileError where the bytes are no UTF-8: what is replaced silently would be applied, and be data
 */
export function decodeUtf8(path: string, bytes: Buffer): string {
  const other = otherEncoding(bytes);
  if (other !== undefined) throw new UnreadableFileError(path, `is ${other}, not UTF-8. Save it as UTF-8`);
  if (isUtf8(bytes)) return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  throw new UnreadableFileError(path, `is not UTF-8 at ${placeOfInvalid(bytes)}. Save it as UTF-8`);
}

/** Encodings that are recognized by their mark, or by the zero bytes that ASCII characters have in them. */
function otherEncoding(bytes: Buffer): string | undefined {
  const mark = bytes.subarray(0, 4).toString('hex');
  if (mark === 'fffe0000' || mark === '0000feff') return 'UTF-32';
  if (mark.startsWith('fffe') || mark.startsWith('feff')) return 'UTF-16';
  const zero = bytes.subarray(0, 4).includes(0);
  if (zero && bytes.length > 1) return 'UTF-16 without a byte order mark, or binary';
  return bytes.includes(0) ? 'binary' : undefined;
}

/** No byte of a longer character is a line feed, so lines can be looked at one by one. */
function placeOfInvalid(bytes: Buffer): string {
  const lines = bytes.toString('latin1').split('\n');
  const index = lines.findIndex((line) => !isUtf8(Buffer.from(line, 'latin1')));
  const valid = Buffer.from(lines[index] ?? '', 'latin1').toString('utf8');
  return `${index + 1}:${valid.indexOf('\uFFFD') + 1}`;
}
