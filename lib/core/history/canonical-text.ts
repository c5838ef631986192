import type { AppliedMigration, MigrationEntry } from './history.js';

/** The text with LF line ends and no byte order mark: the same on every checkout, so fit to be hashed. */
export function canonicalText(text: string): string {
  return text.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n');
}

/** `5f3a…c1`: enough to tell two apart. */
export function shortChecksum(checksum: string): string {
  return checksum === '' ? 'none' : `${checksum.slice(0, 4)}…${checksum.slice(-2)}`;
}

/**
 * Whether the two checksums were made from the same kind of text. What a compiler or bundler writes differs from version
 * to version, so the text of a class proves nothing.
 */
export function isComparable(entry: MigrationEntry, applied: AppliedMigration): boolean {
  return entry.kind === applied.kind && entry.kind !== 'class';
}
