import { isKnownIndexClass } from '../model/index-class.js';
import { isManageable } from '../model/schema-model.js';
import type { Change } from './change.js';
import type { Policy } from './risk.js';

/** A change that takes away what the database has and no entity declares. Left alone unless it was asked for. */
export type DriftChange = Extract<
  Change,
  { readonly kind: 'drop-index' | 'drop-view' | 'drop-columns' | 'drop-table' | 'drop-type' | 'drop-field' }
>;

export interface Sorted {
  readonly changes: readonly Change[];
  readonly drift: readonly DriftChange[];
}

/** Tells what the entities, or the policy by name, ask for from what the database merely has beside it. */
export function separateDrift(changes: readonly Change[], policy: Policy): Sorted {
  const apart = changes.flatMap((change) => splitColumns(change, policy));
  const isLeftAlone = (change: Change): change is DriftChange => isDrift(change) && !isAskedFor(change, policy);
  return {
    changes: apart.filter((change) => !isLeftAlone(change)),
    drift: apart.filter(isLeftAlone).filter((change) => !isBeyondEntities(change)),
  };
}

/** Whether no entity could declare it, or coodie knows too little about it: then it is not drift, and a note reports it. */
export function isBeyondEntities(change: Change): boolean {
  return (
    (change.kind === 'drop-table' && !isManageable(change.table)) ||
    (change.kind === 'drop-index' && !isKnownIndexClass(change.index.using))
  );
}

function isDrift(change: Change): change is DriftChange {
  return change.kind.startsWith('drop-');
}

/** Whether the policy wants just this dropped. */
export function isAskedFor(change: Change, { dropRemovedIndexes, drop }: Policy): boolean {
  switch (change.kind) {
    case 'drop-index':
      return dropRemovedIndexes;
    case 'drop-table':
      return drop.tables.includes(change.table.name);
    case 'drop-columns':
      return change.columns.every(({ name }) => drop.columns.includes(`${change.table}.${name}`));
    default:
      return false;
  }
}

/** The columns that may go and those that stay, as two changes. */
function splitColumns(change: Change, { drop }: Policy): readonly Change[] {
  if (change.kind !== 'drop-columns') return [change];
  const mayGo = (name: string) => drop.columns.includes(`${change.table}.${name}`);
  const [going, staying] = [
    change.columns.filter(({ name }) => mayGo(name)),
    change.columns.filter(({ name }) => !mayGo(name)),
  ];
  return [going, staying].filter((columns) => columns.length > 0).map((columns) => ({ ...change, columns }));
}
