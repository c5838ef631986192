import { userTypesIn, type CqlType, isNative } from '../model/cql-type.js';
import type { ImpossibleChange } from '../diff/change.js';
import { explainRefusal } from '../diff/explain-refusal.js';
import type { Draft } from './draft-migration.js';

/** The limits of rolling a drafted migration back. */
export interface WayBack {
  /** Why there is none; empty where there is one. */
  readonly obstacles: readonly string[];
  /** Losses that it does not make good, and steps that work only once. */
  readonly remarks: readonly string[];
}

export function wayBackOf(draft: Draft): WayBack {
  return { obstacles: [...new Set(draft.oneWay.map(obstacleOf))], remarks: remarksOf(draft) };
}

function obstacleOf(change: ImpossibleChange): string {
  if (change.kind === 'drop-field')
    return `a field of a user type cannot be dropped: ${change.type}.${change.field.name}`;
  if (change.kind !== 'blocked') return `there is no way back for ${explainRefusal(change).where}`;
  const { change: blocked, reason, obstacle } = change;
  const names =
    'columns' in blocked ? blocked.columns.map(({ name }) => `${blocked.table}.${name}`).join(', ') : undefined;
  const where = names ?? explainRefusal(change).where;
  return obstacle === 'dropped-column' ? `${where} cannot be added again: ${reason}` : `${where}: ${reason}`;
}

function remarksOf({ changes, back }: Draft): readonly string[] {
  return [
    ...changes.flatMap(({ change }) => {
      if (change.kind === 'drop-table') return [`the rows of ${change.table.name} are not brought back`];
      if (change.kind !== 'drop-columns') return [];
      return [
        `the data of ${change.columns.map(({ name }) => `${change.table}.${name}`).join(', ')} is not brought back`,
      ];
    }),
    ...back.flatMap(({ change }) => {
      const once = change.kind === 'drop-columns' ? change.columns.filter(({ type }) => isOnceOnly(type)) : [];
      if (change.kind !== 'drop-columns' || once.length === 0) return [];
      const names = once.map(({ name }) => `${change.table}.${name}`).join(', ');
      return [`once dropped, ${names} cannot be added again: this goes back once, and not forward any more`];
    }),
  ];
}

/** A dropped counter, and a dropped column that holds a user type, are never accepted again. */
function isOnceOnly(type: CqlType): boolean {
  return isNative(type, 'counter') || userTypesIn(type).length > 0;
}
