import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { decodeUtf8 } from './decode-utf8.js';
import { UnreadableFileError } from './errors.js';

/** A file of the user's as it was read, once. */
export interface SourceFile {
  readonly path: string;
  readonly bytes: Buffer;
  /** Without a byte order mark. */
  readonly text: string;
  /** Differs after every change of the file, also where its text is the same again. */
  readonly version: string;
}

/**
 * Reads at once, without the thread pool: of thousands of small files most of the time goes into handing them over.
 * @throws UnreadableFileError for what is no file, or no UTF-8; never waits for a writer at the other end of a pipe
 */
export async function readSourceFile(path: string): Promise<SourceFile> {
  const file = openFile(path);
  try {
    const status = fstatSync(file, { bigint: true });
    const kind = KINDS.find(([is]) => status[is]());
    if (kind) throw new UnreadableFileError(path, `is ${kind[1]}, not a file`);
    const bytes = readFileSync(file);
    return { path, bytes, text: decodeUtf8(path, bytes), version: [status.ino, status.ctimeNs, status.size].join('-') };
  } finally {
    closeSync(file);
  }
}

const KINDS = [
  ['isDirectory', 'a directory'],
  ['isFIFO', 'a named pipe'],
  ['isSocket', 'a socket'],
  ['isCharacterDevice', 'a device'],
  ['isBlockDevice', 'a device'],
] as const;

function openFile(path: string): number {
  try {
    return openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    throw new UnreadableFileError(path, REASONS[codeOf(error)] ?? `cannot be read (${codeOf(error)})`, error);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'is not there, or a link to a file that does not exist',
  ELOOP: 'is a link that leads back to itself',
  EACCES: 'may not be read: permission denied',
  ENXIO: 'is a socket, not a file',
};

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error);
}
