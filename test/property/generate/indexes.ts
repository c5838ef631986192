import { isMultiCell, isNative, type CqlType } from '../../../lib/core/model/cql-type.js';
import { holdsDuration, type KnownTypes } from '../../../lib/core/model/known-types.js';
import type { ColumnModel, IndexModel, IndexTarget, TableModel } from '../../../lib/core/model/schema-model.js';
import { problemsOfCustomIndex } from '../../../lib/core/validate/validate-custom-index.js';
import { pick, some, type Draw } from './draw.js';
import type { Names } from './names.js';

export interface IndexRoom {
  readonly known: KnownTypes;
  readonly names: Names;
  readonly sai: boolean;
}

type Unnamed = Omit<IndexModel, 'name'>;

const SASI = 'org.apache.cassandra.index.sasi.SASIIndex';

/** Some of the indexes that a table can have: several on one column too, each of another kind. */
export function anyIndexes(draw: Draw, table: TableModel, room: IndexRoom): readonly IndexModel[] {
  if (table.columns.some(({ type }) => isNative(type, 'counter'))) return [];
  const possible = table.columns.flatMap((column) => indexesOf(draw, column, { table, ...room }));
  return some(draw, possible, 8).map((index) => ({ ...index, name: room.names.word() }));
}

interface Place extends IndexRoom {
  readonly table: TableModel;
}

function indexesOf(draw: Draw, { name, type }: ColumnModel, place: Place): readonly Unnamed[] {
  const { table, known, sai } = place;
  const isWholeKey = table.partitionKey.length === 1 && table.partitionKey.includes(name);
  if (isWholeKey || holdsDuration(type, known) || (type.kind === 'user' && !type.frozen)) return [];
  if (/\n|\r|\u0085|\u2028|\u2029/.test(name)) return [];
  return targetsOf(type).flatMap((target) => {
    const plain: Unnamed = { column: name, target, using: undefined, options: {} };
    const built = sai ? pick(draw, [plain, { ...plain, using: 'legacy_local_table' }]) : plain;
    const attached = { ...plain, using: 'sai', name: '' };
    const sais = [{ ...attached, options: saiOptions(draw, type) }, attached];
    return [
      built,
      ...(sai ? sais.filter((index) => problemsOfCustomIndex(index, type, table).length === 0).slice(0, 1) : []),
      ...(canHaveSasi(name, type, table)
        ? [{ ...plain, using: SASI, options: { mode: pick(draw, ['PREFIX', 'sparse']) } }]
        : []),
    ];
  });
}

function targetsOf(type: CqlType): readonly IndexTarget[] {
  if (type.kind !== 'list' && type.kind !== 'set' && type.kind !== 'map') return ['values'];
  if (!isMultiCell(type)) return ['full'];
  return type.kind === 'map' ? ['keys', 'values', 'entries'] : ['values'];
}

function saiOptions(draw: Draw, type: CqlType): Readonly<Record<string, string>> {
  if (type.kind === 'vector') {
    const functions = ['dot_product', 'EUCLIDEAN', ...(type.dimension > 1 ? ['cosine'] : [])];
    return { similarity_function: pick(draw, functions), optimize_for: pick(draw, ['LATENCY', 'RECALL']) };
  }
  const options = ['case_sensitive', 'normalize', 'ascii'].map(
    (name) => [name, pick(draw, ['true', 'false'])] as const,
  );
  return Object.fromEntries(some(draw, options, 50));
}

/** SASI is for plain values that stand beside the key. */
function canHaveSasi(name: string, type: CqlType, { partitionKey, clusteringKey, columns }: TableModel): boolean {
  const isKey = partitionKey.includes(name) || clusteringKey.some(({ column }) => column === name);
  const isStatic = columns.some((column) => column.name === name && column.static);
  return /^\w+$/.test(name) && isNative(type, 'bigint') && !isKey && !isStatic;
}
