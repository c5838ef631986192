import type { LockHolder } from '../progress/lock-holder.js';
import { findRenamed, type Renamed } from './find-renamed.js';
import {
  type AppliedMigration,
  isComparable,
  type MigrationEntry,
  type MigrationState,
  type MigrationStatus,
} from './history.js';
import { isHalfWay, stoppedAt, type Unfinished } from './journal-step.js';
import { compareMigrationNames, parseMigrationName } from './migration-name.js';

export interface RecordedHistory {
  readonly applied: readonly AppliedMigration[];
  readonly unfinished: ReadonlyMap<string, Unfinished>;
}

/** Files and database side by side, in the order of their names. A squash that is `satisfied` comes never too late. */
export function reconcile(
  entries: readonly MigrationEntry[],
  { applied, unfinished }: RecordedHistory,
  satisfied: ReadonlySet<string> = new Set(),
): readonly MigrationStatus[] {
  const entryOf = new Map(entries.map((entry) => [entry.name, entry]));
  const appliedOf = new Map(applied.map((migration) => [migration.name, migration]));
  const names = [...new Set([...entryOf.keys(), ...appliedOf.keys(), ...unfinished.keys()])].toSorted(byName);
  const newest = names.findLast((name) => appliedOf.has(name));
  const renamed = findRenamed(entries, applied);
  return names.map((name) => {
    const isLate = newest !== undefined && byName(name, newest) < 0 && !satisfied.has(name);
    const status = statusOf({ name, entry: entryOf.get(name), applied: appliedOf.get(name) }, isLate);
    return withFailure(withRename(status, renamed), unfinished.get(name));
  });
}

/** The order in which migrations run; a name that is none, left by another tool, comes as text. */
export function byName(a: string, b: string): number {
  const [left, right] = [parseMigrationName(a), parseMigrationName(b)];
  if (left && right) return compareMigrationNames(left, right);
  return a < b ? -1 : Number(a > b);
}

interface Sides {
  readonly name: string;
  readonly entry: MigrationEntry | undefined;
  readonly applied: AppliedMigration | undefined;
}

function statusOf({ name, entry, applied }: Sides, isLate: boolean): MigrationStatus {
  return {
    ...NOTHING_KNOWN,
    ...(applied ? recordedOf(applied) : {}),
    ...(entry ? { origin: entry.origin, checksum: entry.checksum } : {}),
    name,
    state: stateOf(entry, applied, isLate),
    note: entry && applied ? noteOf(entry, applied) : undefined,
  };
}

const NOTHING_KNOWN = {
  description: '',
  appliedAt: undefined,
  checksum: '',
  recordedChecksum: undefined,
  origin: undefined,
  owner: undefined,
  milliseconds: undefined,
  destructive: false,
  failure: undefined,
  renamedFrom: undefined,
  renamedTo: undefined,
} as const;

function recordedOf(applied: AppliedMigration) {
  const { description, appliedAt, checksum, owner, milliseconds } = applied;
  return { description, appliedAt, checksum, recordedChecksum: checksum, owner, milliseconds };
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

function noteOf(entry: MigrationEntry, applied: AppliedMigration): string | undefined {
  if (!differs(entry, applied) || isComparable(entry, applied)) return undefined;
  const recorded = applied.kind === undefined ? 'another tool' : `a ${applied.kind}`;
  return `its checksum was recorded from ${recorded} and cannot be compared with this ${entry.kind}`;
}

function withRename(status: MigrationStatus, renamed: readonly Renamed[]): MigrationStatus {
  const from = renamed.find(({ to }) => to.name === status.name)?.from.name;
  const to = renamed.find(({ from: old }) => old.name === status.name)?.to.origin;
  return { ...status, renamedFrom: from, renamedTo: to };
}

function withFailure(status: MigrationStatus, unfinished: Unfinished | undefined): MigrationStatus {
  if (!unfinished) return status;
  const { done, last, error } = stoppedAt(unfinished);
  const { direction } = unfinished;
  if (!isHalfWay(unfinished))
    return status.origin === undefined
      ? status
      : { ...status, note: `its last run failed before anything was done: ${error ?? 'no error is known'}` };
  return { ...status, state: 'failed', failure: { direction, done, statement: last?.cql, error, holder: undefined } };
}

/** A migration that looks failed may be under way: as long as its process holds the lock, the lock holder is added. */
export function withHolder(
  statuses: readonly MigrationStatus[],
  unfinished: ReadonlyMap<string, Unfinished>,
  holder: LockHolder | undefined,
): readonly MigrationStatus[] {
  if (!holder) return statuses;
  const isTheirs = (name: string) => unfinished.get(name)?.steps.some(({ owner }) => owner === holder.owner);
  return statuses.map((status) => {
    const { name, failure } = status;
    return failure && isTheirs(name) ? { ...status, failure: { ...failure, holder } } : status;
  });
}
