import type { ColumnModel, TableModel } from '../../../lib/core/model/schema-model.js';
import { type CassandraVersion, isBefore } from '../../../lib/core/options/server-profile.js';
import type { CanonicalOptions } from '../../../lib/core/options/table-options.js';
import { columnType, keyType, type TypeRoom } from './cql-types.js';
import { chance, type Draw, pick, several, upTo } from './draw.js';
import { anyIndexes } from './indexes.js';
import { Names } from './names.js';
import { tableOptions } from './table-options.js';

export interface TableRoom extends TypeRoom {
  readonly tableNames: Names;
  readonly indexNames: Names;
  readonly version: CassandraVersion;
}

export function anyTable(draw: Draw, room: TableRoom): TableModel {
  const names = new Names(draw);
  const key = () => ({ name: names.column(), type: keyType(draw, room), static: false });
  const partition = [key(), ...several(draw, 2, key)];
  const clustering = several(draw, 3, key);
  const table = {
    name: room.tableNames.word(),
    columns: [...partition, ...clustering, ...anyValues(draw, names, { ...room, statics: clustering.length > 0 })],
    partitionKey: partition.map(({ name }) => name),
    clusteringKey: clustering.map(({ name }) => ({ column: name, order: pick(draw, ['asc', 'desc'] as const) })),
    indexes: [],
    options: {},
    droppedColumns: [],
    unmanaged: [],
  };
  const sai = !isBefore(room.version, { major: 5, minor: 0 });
  return {
    ...table,
    options: anyTableOptions(draw, table, room.version),
    indexes: anyIndexes(draw, table, { known: room.known, names: room.indexNames, sai }),
  };
}

export function isCounterTable({ columns }: Pick<TableModel, 'columns'>): boolean {
  return columns.some(({ type }) => type.kind === 'native' && type.name === 'counter');
}

/** Counters do not expire. */
export function anyTableOptions(
  draw: Draw,
  table: Pick<TableModel, 'columns'>,
  version: CassandraVersion,
): CanonicalOptions {
  if (chance(draw, 30)) return {};
  const { defaultTimeToLive, ...options } = tableOptions(draw, version);
  return isCounterTable(table) || defaultTimeToLive === undefined ? options : { ...options, defaultTimeToLive };
}

interface ValueRoom extends TypeRoom {
  readonly statics: boolean;
}

function anyValues(draw: Draw, names: Names, room: ValueRoom): readonly ColumnModel[] {
  const isStatic = () => room.statics && chance(draw, 25);
  if (chance(draw, 10)) {
    const counter = { kind: 'native', name: 'counter' } as const;
    return Array.from({ length: upTo(draw, 2) + 1 }, () => ({
      name: names.column(),
      type: counter,
      static: isStatic(),
    }));
  }
  return several(draw, 7, () => ({ name: names.column(), type: columnType(draw, room), static: isStatic() }));
}
