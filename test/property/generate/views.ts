import { isMultiCell, type CqlType } from '../../../lib/core/model/cql-type.js';
import { quoteName } from '../../../lib/core/model/identifier.js';
import { holdsDuration, type KnownTypes } from '../../../lib/core/model/known-types.js';
import { isBefore, type CassandraVersion } from '../../../lib/core/options/server-profile.js';
import { isNotNull, parseRelations } from '../../../lib/core/model/relations.js';
import type { ColumnModel, TableModel, ViewModel } from '../../../lib/core/model/schema-model.js';
import { chance, pick, shuffled, some, upTo, type Draw } from './draw.js';
import type { Names } from './names.js';
import { tableOptions } from './table-options.js';
import { isCounterTable } from './tables.js';

export interface ViewRoom {
  readonly known: KnownTypes;
  readonly names: Names;
  readonly version: CassandraVersion;
}

/** One view of a table, where a table can have any. */
export function anyView(draw: Draw, table: TableModel, room: ViewRoom): readonly ViewModel[] {
  if (isCounterTable(table)) return [];
  const isKey = ({ name }: ColumnModel) =>
    table.partitionKey.includes(name) || table.clusteringKey.some(({ column }) => column === name);
  const keys = table.columns.filter(isKey);
  const values = table.columns.filter((column) => !isKey(column) && !column.static);
  const able = values.filter(({ type }) => !isMultiCell(type) && !holdsDuration(type, room.known));
  const added = able.length > 0 && chance(draw, 50) ? [pick(draw, able)] : [];
  const key = shuffled(draw, [...keys, ...added]);
  const { defaultTimeToLive: _, ...options } = chance(draw, 50) ? tableOptions(draw, room.version) : {};
  return [
    {
      name: room.names.word(),
      baseTable: table.name,
      columns: anySelection(draw, table, [key, values]),
      ...anyKey(draw, key),
      where: anyFilter(draw, key, { table, own: table.indexes.length === 0 ? keys : [], version: room.version }),
      options,
    },
  ];
}

function anyKey(draw: Draw, key: readonly ColumnModel[]): Pick<ViewModel, 'partitionKey' | 'clusteringKey'> {
  const names = key.map(({ name }) => name);
  const size = upTo(draw, names.length - 1) + 1;
  return {
    partitionKey: names.slice(0, size),
    clusteringKey: names.slice(size).map((column) => ({ column, order: pick(draw, ['asc', 'desc'] as const) })),
  };
}

/** Everything, which a table with statics does not let a view have; or the key and some more. */
function anySelection(
  draw: Draw,
  table: TableModel,
  [key, values]: readonly (readonly ColumnModel[])[],
): ViewModel['columns'] {
  if (!table.columns.some((column) => column.static) && chance(draw, 50)) return 'all';
  const selected = [...(key ?? []), ...some(draw, values ?? [], 60)];
  return [...new Set(selected.map(({ name }) => name))];
}

interface Filtered {
  readonly table: TableModel;
  /** The columns that may be restricted. */
  readonly own: readonly ColumnModel[];
  readonly version: CassandraVersion;
}

/** No key column may be null; those of the table's own key may be restricted further, if no index gets in the way. */
function anyFilter(draw: Draw, key: readonly ColumnModel[], { table, own, version }: Filtered): readonly string[] {
  // Cassandra 4.0 takes no choice of part of a partition key.
  const isPart = (name: string) => table.partitionKey.length > 1 && table.partitionKey.includes(name);
  const filters = own.flatMap(({ name, type }) => {
    const able = filtersOf(type).filter((filter) => !(isBefore(version, V4_1) && isPart(name) && /^in /i.test(filter)));
    return able.length > 0 ? [`${quoteName(name)} ${pick(draw, able)}`] : [];
  });
  return parseRelations([...key.map(({ name }) => isNotNull(name)), ...some(draw, filters, 25)].join(' AND '));
}

const V4_1: CassandraVersion = { major: 4, minor: 1 };

const FILTERS: Readonly<Record<string, readonly string[]>> = {
  int: ['> 10', 'in (1,2,  3)', '= -5'],
  text: ["= 'a  b'", "IN ('x', 'AND')", "> 'ä'"],
  boolean: ['= TRUE'],
  double: ['>= 1.5'],
  uuid: ['= 123e4567-e89b-12d3-a456-426614174000'],
};

function filtersOf(type: CqlType): readonly string[] {
  return type.kind === 'native' ? (FILTERS[type.name] ?? []) : [];
}
