import type { LockHolder } from '../progress/lock-holder.js';
import type { Direction } from '../progress/progress.js';
import type { Replaced } from './replaces.js';

/** Language of a migration. A checksum can only be compared with one of the same kind. */
export type MigrationKind = 'ts' | 'js' | 'cql' | 'class';

/** A migration that exists as a file or class. `origin` is what people call it: the file's name, or the class's. */
export interface MigrationEntry {
  readonly name: string;
  readonly kind: MigrationKind;
  readonly origin: string;
  /** SHA-256 in hexadecimal. */
  readonly checksum: string;
  /** The migrations in whose place it stands; absent where it is no squash. */
  readonly replaces?: readonly Replaced[] | undefined;
}

/** A migration that the database holds to be applied. */
export interface AppliedMigration {
  readonly name: string;
  readonly appliedAt: Date | undefined;
  readonly description: string;
  readonly checksum: string;
  /** From coodie's log; `undefined` where another tool applied it. */
  readonly kind: MigrationKind | undefined;
  readonly owner: string | undefined;
  readonly milliseconds: number | undefined;
}

export type MigrationState = 'applied' | 'pending' | 'failed' | 'missing' | 'changed' | 'out-of-order';

/** Policy of `apply` for migrations that are not applied although later ones are. */
export type OutOfOrderPolicy = 'error' | 'apply' | 'skip';

/**
 * `done` and `not-done` say what became of the statement at which a migration stopped, `accept` that a changed or renamed
 * file is right, `forget` that a migration whose file is gone counts no more.
 */
export type RepairAction = 'done' | 'not-done' | 'accept' | 'forget';

/** How far a run of a migration came that did not end. */
export interface MigrationFailure {
  readonly direction: Direction;
  /** How many statements are done. */
  readonly done: number;
  /** The statement that failed, or whose answer was never recorded. */
  readonly statement: string | undefined;
  readonly error: string | undefined;
  /** Lock holder that ran it and still holds the lock: the migration may be under way, not failed. */
  readonly holder: LockHolder | undefined;
}

/** A migration and where it stands. */
export interface MigrationStatus {
  readonly name: string;
  readonly state: MigrationState;
  readonly description: string;
  readonly appliedAt: Date | undefined;
  /** Checksum of the file if there is one, else the recorded one. */
  readonly checksum: string;
  readonly recordedChecksum: string | undefined;
  /** The file's or class's name; `undefined` where it is missing. */
  readonly origin: string | undefined;
  readonly owner: string | undefined;
  readonly milliseconds: number | undefined;
  /** Whether it says of itself that it destroys something. */
  readonly destructive: boolean;
  /** For a failed migration: how far it came. */
  readonly failure: MigrationFailure | undefined;
  /** For a migration that is not applied: the name under which the same text is applied. */
  readonly renamedFrom: string | undefined;
  /** For a missing migration: the file that has its text now. */
  readonly renamedTo: string | undefined;
  /** Something worth knowing that is no problem, such as a checksum that cannot be compared. */
  readonly note: string | undefined;
}

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
