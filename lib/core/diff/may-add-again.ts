import { formatCqlType, isNative, sameCqlType, type CqlType, type NativeTypeName } from '../model/cql-type.js';
import type { ColumnModel, DroppedColumn } from '../model/schema-model.js';

// New type → the old types whose values it can read. Found by trying each pair on 4.0, 4.1 and 5.0.
const READS: Partial<Readonly<Record<NativeTypeName, readonly NativeTypeName[]>>> = {
  text: ['ascii'],
  blob: ['text', 'ascii', 'varint'],
  bigint: ['timestamp'],
  timestamp: ['bigint'],
  uuid: ['timeuuid'],
};

/** Why a column cannot be added under the name of a dropped one; `undefined` where it can. Its old values would come back. */
export function whyNotAgain(column: ColumnModel, dropped: DroppedColumn): string | undefined {
  if (isNative(dropped.type, 'counter')) return 'a dropped counter can never be added again';
  if (column.static !== dropped.static) return `it was ${dropped.static ? 'static' : 'regular'} when it was dropped`;
  return reads(column.type, dropped.type) ? undefined : `it was ${formatCqlType(dropped.type)} when it was dropped`;
}

function reads(type: CqlType, old: CqlType): boolean {
  if (sameCqlType(type, old)) return true;
  if (type.kind === 'tuple' && old.kind === 'tuple') {
    return old.items.every((item, position) => isSame(type.items[position], item));
  }
  if (isNative(type, 'blob') && 'frozen' in old && old.frozen) return true;
  return type.kind === 'native' && old.kind === 'native' && (READS[type.name] ?? []).includes(old.name);
}

const isSame = (type: CqlType | undefined, other: CqlType) => type !== undefined && sameCqlType(type, other);
