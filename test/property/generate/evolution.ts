import type { CqlType } from '../../../lib/core/model/cql-type.js';
import { knownTypes } from '../../../lib/core/model/known-types.js';
import {
  keyColumns,
  type TableModel,
  type TypeModel,
  typesUsedBy,
  type ViewModel,
} from '../../../lib/core/model/schema-model.js';
import { type CassandraVersion, isBefore } from '../../../lib/core/options/server-profile.js';
import type { Parts } from '../../support/live-schema.js';
import { fieldType } from './cql-types.js';
import { chance, type Draw, pick, several, some } from './draw.js';
import { Names } from './names.js';
import { anyTable, anyTableOptions, isCounterTable } from './tables.js';
import { anyView } from './views.js';

type Schema = Required<Parts>;

/** A schema, and what it was before it grew by changes that sync makes. */
export interface Evolution {
  readonly before: Schema;
  readonly after: Schema;
}

export interface Wishes {
  readonly version: CassandraVersion;
  readonly tables: number;
}

export function anyEvolution(draw: Draw, wishes: Wishes): Evolution {
  const after = anySchema(draw, wishes);
  return { before: anyPast(draw, after, wishes.version), after };
}

function anySchema(draw: Draw, { version, tables: count }: Wishes): Schema {
  const vectors = !isBefore(version, { major: 5, minor: 0 });
  const types = anyTypes(draw, vectors);
  const [tableNames, indexNames, known] = [new Names(draw), new Names(draw), knownTypes(types)];
  const tables = Array.from({ length: count }, () =>
    anyTable(draw, { known, vectors, tableNames, indexNames, version }),
  );
  const views = some(draw, tables, 15).flatMap((table) => anyView(draw, table, { known, names: tableNames, version }));
  return { types, tables, views };
}

/** Each may be made of those before it. */
function anyTypes(draw: Draw, vectors: boolean): readonly TypeModel[] {
  const names = new Names(draw);
  return several(draw, 8, () => undefined).reduce<readonly TypeModel[]>((types) => {
    const [fields, room] = [new Names(draw), { known: knownTypes(types), vectors }];
    const field = () => ({ name: fields.column(), type: fieldType(draw, room) });
    return [...types, { name: names.type(), fields: [field(), ...several(draw, 3, field)] }];
  }, []);
}

/** Takes away of a schema what can be added again later: tables, columns, fields, indexes, views, options. */
function anyPast(draw: Draw, after: Schema, version: CassandraVersion): Schema {
  // Dropping a table takes the server a third of a second, so that only few come later.
  const late = chance(draw, 50) ? pick(draw, after.tables) : undefined;
  const views = some(draw, after.views, 50).filter(({ baseTable }) => baseTable !== late?.name);
  const tables = after.tables
    .filter((table) => table !== late)
    .map((table) =>
      pastTable(draw, table, { version, views: views.filter(({ baseTable }) => baseTable === table.name) }),
    );
  return { types: pastTypes(draw, after, tables), tables, views };
}

interface Place {
  readonly version: CassandraVersion;
  readonly views: readonly ViewModel[];
}

function pastTable(draw: Draw, table: TableModel, { version, views }: Place): TableModel {
  const needed = new Set([
    ...keyColumns(table),
    ...views.flatMap((view) => [...keyColumns(view), ...selectedBy(view)]),
  ]);
  const [counter] = isCounterTable(table) ? table.columns.filter(({ name }) => !needed.has(name)) : [];
  const columns = table.columns.filter((column) => needed.has(column.name) || column === counter || chance(draw, 60));
  const isThere = (name: string) => columns.some((column) => column.name === name);
  return {
    ...table,
    columns,
    indexes: some(draw, table.indexes, 60).filter(({ column }) => isThere(column)),
    options: chance(draw, 50) ? table.options : anyTableOptions(draw, table, version),
  };
}

/** A type in a partition key, be it that of a view, takes no field any more. */
function pastTypes(draw: Draw, after: Schema, past: readonly TableModel[]): readonly TypeModel[] {
  const { types } = after;
  const fixed = typesUsedBy(types, partitionTypes(after));
  const younger = types.map((type) =>
    fixed.has(type.name)
      ? type
      : { ...type, fields: [...type.fields.slice(0, 1), ...some(draw, type.fields.slice(1), 60)] },
  );
  const used = typesUsedBy(
    younger,
    past.flatMap(({ columns }) => columns.map(({ type }) => type)),
  );
  const kept = younger.filter(({ name }) => used.has(name) || chance(draw, 60));
  const needed = typesUsedBy(
    younger,
    kept.flatMap(({ fields }) => fields.map(({ type }) => type)),
  );
  return younger.filter((type) => kept.includes(type) || needed.has(type.name));
}

function partitionTypes({ tables, views }: Schema): readonly CqlType[] {
  return tables.flatMap(({ name: table, columns, partitionKey }) => {
    const placed = views.filter(({ baseTable }) => baseTable === table);
    const names = new Set([...partitionKey, ...placed.flatMap((view) => view.partitionKey)]);
    return columns.flatMap(({ name, type }) => (names.has(name) ? [type] : []));
  });
}

const selectedBy = ({ columns }: ViewModel) => (columns === 'all' ? [] : columns);
