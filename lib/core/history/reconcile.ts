import type { AppliedMigration, MigrationEntry, MigrationState, MigrationStatus } from './history.js';
import { stoppedAt, type Unfinished } from './journal-step.js';
import { compareMigrationNames, parseMigrationName } from './migration-name.js';

export interface RecordedHistory {
  readonly applied: readonly AppliedMigration[];
  readonly unfinished: ReadonlyMap<string, Unfinished>;
}

/** Files and database side by side, in the order of their names. */
export function reconcile(
  entries: readonly MigrationEntry[],
  { applied, unfinished }: RecordedHistory,
): readonly MigrationStatus[] {
  const entryOf = new Map(entries.map((entry) => [entry.name, entry]));
  const appliedOf = new Map(applied.map((migration) => [migration.name, migration]));
  const names = [...new Set([...entryOf.keys(), ...appliedOf.keys()])].toSorted(byName);
  const newest = names.findLast((name) => appliedOf.has(name));
  return names.map((name) => {
    const isLate = newest !== undefined && byName(name, newest) < 0;
    const status = statusOf(entryOf.get(name), appliedOf.get(name), isLate);
    const failure = unfinished.get(name);
    return failure && status.origin !== undefined
      ? { ...status, state: 'failed', failure: failureOf(failure) }
      : status;
  });
}

/** The order in which migrations run; a name that is none, left by another tool, comes as text. */
export function byName(a: string, b: string): number {
  const [left, right] = [parseMigrationName(a), parseMigrationName(b)];
  if (left && right) return compareMigrationNames(left, right);
  return a < b ? -1 : Number(a > b);
}

function failureOf(unfinished: Unfinished): NonNullable<MigrationStatus['failure']> {
  const { done, last } = stoppedAt(unfinished);
  return { direction: unfinished.direction, done, statement: last?.cql, error: last?.error };
}

function statusOf(
  entry: MigrationEntry | undefined,
  applied: AppliedMigration | undefined,
  isLate: boolean,
): MigrationStatus {
  return {
    ...NOTHING_KNOWN,
    ...(applied ? recordedOf(applied) : {}),
    ...(entry ? { name: entry.name, origin: entry.origin, checksum: entry.checksum } : {}),
    state: stateOf(entry, applied, isLate),
    note: entry && applied ? noteOf(entry, applied) : undefined,
  };
}

const NOTHING_KNOWN = {
  name: '',
  description: '',
  appliedAt: undefined,
  checksum: '',
  recordedChecksum: undefined,
  origin: undefined,
  owner: undefined,
  milliseconds: undefined,
  destructive: false,
  failure: undefined,
} as const;

function recordedOf(applied: AppliedMigration) {
  const { name, description, appliedAt, checksum, owner, milliseconds } = applied;
  return { name, description, appliedAt, checksum, recordedChecksum: checksum, owner, milliseconds };
}

function stateOf(
  entry: MigrationEntry | undefined,
  applied: AppliedMigration | undefined,
  isLate: boolean,
): MigrationState {
  if (!entry) return 'missing';
  if (!applied) return isLate ? 'out-of-order' : 'pending';
  return differs(entry, applied) && isComparable(entry, applied) ? 'changed' : 'applied';
}

function differs(entry: MigrationEntry, applied: AppliedMigration): boolean {
  return applied.checksum !== '' && entry.checksum !== applied.checksum;
}

// What a compiler or bundler writes differs from version to version, so the text of a class proves nothing.
function isComparable(entry: MigrationEntry, applied: AppliedMigration): boolean {
  return entry.kind === applied.kind && entry.kind !== 'class';
}

function noteOf(entry: MigrationEntry, applied: AppliedMigration): string | undefined {
  if (!differs(entry, applied) || isComparable(entry, applied)) return undefined;
  const recorded = applied.kind === undefined ? 'another tool' : `a ${applied.kind}`;
  return `its checksum was recorded from ${recorded} and cannot be compared with this ${entry.kind}`;
}
