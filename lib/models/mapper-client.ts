import { types, type Client, type QueryOptions } from 'cassandra-driver';
import type { CqlType } from '../core/model/cql-type.js';
import { quoteName } from '../core/model/identifier.js';
import type { EntityMapping, MappedColumn } from '../core/query/entity-mapping.js';
import type { ModelClient } from './table-reader.js';

/** A table as the driver's mapper looks at it. */
interface MapperTable {
  readonly name: string;
  readonly columns: readonly MapperColumn[];
  readonly columnsByName: Readonly<Record<string, MapperColumn>>;
  readonly partitionKeys: readonly MapperColumn[];
  readonly clusteringKeys: readonly MapperColumn[];
}

interface MapperColumn {
  readonly name: string;
  readonly type: { readonly code: number };
  readonly isStatic: boolean;
}

type Execute = (query: string, params: unknown[], options: QueryOptions) => Promise<types.ResultSet>;
type Batch = (queries: { query: string; params: unknown[] }[], options: QueryOptions) => Promise<types.ResultSet>;

/**
 * The client that the driver's mapper works with. It answers the mapper's questions about tables from the entities: the
 * driver's own answers do not know quoted names and grow old, and a column that they lack is dropped from a write
 * without a word.
 */
export function mapperClient(client: ModelClient, entities: readonly EntityMapping[]): Client {
  const tables = new Map(
    entities.map((entity) => [keyOf(quoteName(entity.keyspace), quoteName(entity.name)), tableOf(entity)]),
  );
  const find = (keyspace: string, name: string) => Promise.resolve(tables.get(keyOf(keyspace, name)) ?? null);
  const facade = {
    keyspace: undefined,
    metadata: { getTable: find, getMaterializedView: find },
    connect: () => client.connect(),
    execute: (...args: Parameters<Execute>) => client.execute(...args),
    batch: (...args: Parameters<Batch>) => client.batch(...args),
    log: () => undefined,
  };
  // The mapper asks for a Client and uses no more of it than this (4.10.0).
  return facade as unknown as Client;
}

/** The name of a column as the mapper puts it between quotes. */
export function mapperColumnName(column: string): string {
  return column.replaceAll('"', '""');
}

const keyOf = (keyspace: string, name: string) => `${keyspace}.${name}`;

function tableOf(entity: EntityMapping): MapperTable {
  const columns = entity.columns.map(columnOf);
  const named = (names: readonly string[]) =>
    names.flatMap((name) => columns.filter((column) => column.name === mapperColumnName(name)));
  return {
    name: quoteName(entity.name),
    columns,
    columnsByName: Object.fromEntries(columns.map((column) => [column.name, column])),
    partitionKeys: named(entity.partitionKey),
    clusteringKeys: named(entity.clusteringKey),
  };
}

function columnOf({ column, type, static: isStatic }: MappedColumn): MapperColumn {
  return { name: mapperColumnName(column), type: { code: typeCode(type) }, isStatic };
}

/** The mapper tells lists and counters from the rest: adding to one twice is not adding to it once. */
function typeCode(type: CqlType): number {
  if (type.kind === 'list') return types.dataTypes.list;
  return type.kind === 'native' && type.name === 'counter' ? types.dataTypes.counter : types.dataTypes.custom;
}
