import { AmbiguousMigrationError, NothingToRepairError } from './errors.js';
import { type MigrationStatus, type RepairAction, shortChecksum } from './history.js';
import type { JournalStep, Unfinished } from './journal-step.js';
import { RepairOutdatedError } from './plan-errors.js';
import { resolveTarget } from './select.js';

/** Change of the history by a repair. None touches the schema. */
export type Repair =
  | {
      readonly kind: 'settle';
      readonly name: string;
      readonly outcome: 'done' | 'not-done';
      readonly step: JournalStep;
    }
  | { readonly kind: 'accept'; readonly name: string; readonly status: MigrationStatus }
  | { readonly kind: 'rename'; readonly name: string; readonly old: MigrationStatus; readonly status: MigrationStatus }
  | { readonly kind: 'forget'; readonly name: string; readonly status: MigrationStatus };

export interface RepairWish {
  readonly action: RepairAction;
  /** Its name, or as much of it as is unique. Needless where there is only one that it can mean. */
  readonly migration?: string | undefined;
  /** Position of the statement that the user has seen. A repair that would now settle another one is refused. */
  readonly statement?: number | undefined;
}

interface Known {
  readonly statuses: readonly MigrationStatus[];
  readonly unfinished: ReadonlyMap<string, Unfinished>;
}

/** @throws UnknownMigrationError | AmbiguousMigrationError | NothingToRepairError | RepairOutdatedError */
export function planRepair(known: Known, wish: RepairWish): Repair {
  const repair = wishedRepair(known, wish);
  const isOther = repair.kind === 'settle' && ![undefined, repair.step.position].includes(wish.statement);
  if (isOther) throw new RepairOutdatedError(`${repair.name}: statement ${wish.statement}`, describeRepair(repair));
  return repair;
}

function wishedRepair({ statuses, unfinished }: Known, { action, migration }: RepairWish): Repair {
  const repairs = statuses.flatMap((status) => repairOf(status, action, { statuses, unfinished }) ?? []);
  if (migration === undefined) return onlyOne(repairs, action);
  const name = resolveTarget(statuses, migration);
  const found = repairs.find(
    (repair) => repair.name === name || (repair.kind === 'rename' && repair.old.name === name),
  );
  if (!found) throw new NothingToRepairError(action, name);
  return found;
}

function onlyOne(repairs: readonly Repair[], action: RepairAction): Repair {
  const [first, ...others] = repairs;
  if (!first) throw new NothingToRepairError(action);
  if (others.length > 0) {
    throw new AmbiguousMigrationError(
      action,
      repairs.map(({ name }) => name),
    );
  }
  return first;
}

function repairOf(status: MigrationStatus, action: RepairAction, known: Known): Repair | undefined {
  switch (action) {
    case 'done':
    case 'not-done':
      return settlement(status.name, action, known.unfinished.get(status.name));
    case 'accept':
      return acceptance(status, known);
    case 'forget':
      return isForgettable(status) ? { kind: 'forget', name: status.name, status } : undefined;
  }
}

/** A migration whose file is gone, and one that is half-way in its upgrade: it was undone by hand. */
function isForgettable({ origin, appliedAt, failure }: MigrationStatus): boolean {
  return origin === undefined || (failure?.direction === 'upgrade' && appliedAt === undefined);
}

function settlement(name: string, outcome: 'done' | 'not-done', unfinished?: Unfinished): Repair | undefined {
  const step = unfinished?.steps.findLast(({ state, position }) => position > 0 && state !== 'done');
  return step && { kind: 'settle', name, outcome, step };
}

function acceptance(status: MigrationStatus, { statuses }: Known): Repair | undefined {
  const { name, renamedFrom, appliedAt, recordedChecksum, checksum, origin } = status;
  const old = statuses.find((other) => other.name === renamedFrom);
  if (old) return { kind: 'rename', name, old, status };
  const isApplied = appliedAt !== undefined || recordedChecksum !== undefined;
  return isApplied && origin !== undefined && recordedChecksum !== checksum
    ? { kind: 'accept', name, status }
    : undefined;
}

/** Describes the effect of a repair. */
export function describeRepair(repair: Repair): string {
  switch (repair.kind) {
    case 'settle': {
      const what = repair.outcome === 'done' ? 'counts as done' : 'counts as not done, and will be sent again';
      return `${repair.name}: statement ${repair.step.position} ${what}\n  ${repair.step.cql}`;
    }
    case 'accept': {
      const { recordedChecksum = '', checksum, origin } = repair.status;
      const change = `${shortChecksum(recordedChecksum)} → ${shortChecksum(checksum)}`;
      return `${origin ?? repair.name} is accepted as what was applied (${change}); nothing of it runs`;
    }
    case 'rename':
      return `${repair.old.name} is recorded as ${repair.name} from now on; nothing of it runs`;
    case 'forget':
      return `${repair.name} is recorded no more; what it did to the schema stays`;
  }
}
