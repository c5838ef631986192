import { namesAfter, type NamesAfter } from '../cql/expectation.js';
import { classifyStatement } from '../cql/classify-statement.js';
import type { JournalStep } from './journal-step.js';

/** A statement of an upgrade that did not end, and what is known of it. */
export interface UpgradeStatement {
  readonly cql: string;
  /** `undefined` if it was never begun. */
  readonly step: JournalStep | undefined;
}

/** Whether a statement of a downgrade runs where its upgrade is only partly done; `unclear` if that cannot be told. */
export type Undo = 'run' | 'skip' | 'unclear';

/**
 * Decides for each statement of a downgrade by the statements of the upgrade that it undoes: those that made the names
 * that it removes. It runs if all of them are known to be done, and not if none is: what was refused, or found there
 * before, was made by someone else.
 */
export function planUndo(
  upgrade: readonly UpgradeStatement[],
  downgrade: readonly string[],
  keyspace: string,
): readonly Undo[] {
  const made = upgrade.map(({ cql, step }) => ({ names: namesAfter(cql, keyspace), isDone: isDone(step) }));
  return downgrade.map((cql) => {
    if (classifyStatement(cql).kind === 'read') return 'run';
    const removed = namesAfter(cql, keyspace);
    const undone = removed ? made.filter(({ names }) => names && isUndoneBy(names, removed)) : [];
    const outcomes = new Set(undone.map((statement) => statement.isDone));
    if (outcomes.size !== 1 || outcomes.has(undefined)) return 'unclear';
    return outcomes.has(true) ? 'run' : 'skip';
  });
}

/** `undefined` if unknown. */
function isDone(step: JournalStep | undefined): boolean | undefined {
  return step?.state === 'started' ? undefined : step?.state === 'done';
}

function isUndoneBy(made: NamesAfter, removed: NamesAfter): boolean {
  const { of, keyspace, owner } = made.place;
  const isSamePlace = of === removed.place.of && keyspace === removed.place.keyspace && owner === removed.place.owner;
  return isSamePlace && removed.absent.some((name) => made.present.includes(name));
}
