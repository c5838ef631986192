import type { mapping } from 'cassandra-driver';
import { primaryKeyOf } from '../core/query/entity-mapping.js';
import { renderDelete } from '../core/query/render-query.js';
import {
  missingColumns,
  missingKeys,
  writesStaticOnly,
  writtenValues,
  type RowValues,
} from '../core/query/row-problems.js';
import type {
  InsertOptions,
  Model,
  ModelBatching,
  RemoveOptions,
  RowOf,
  UpdateOf,
  UpdateOptions,
  Where,
  WriteOutcome,
} from './model.js';
import { parseWhere } from './parse-where.js';
import { TableReader } from './table-reader.js';

type Write = 'insert' | 'update' | 'remove';

const SENDING = ['timestamp', 'profile'];
const BATCHED_OPTIONS: Readonly<Record<Write, readonly string[]>> = {
  insert: ['ttl', 'ifNotExists'],
  update: ['ttl', 'ifExists', 'when'],
  remove: ['ifExists', 'when'],
};
const OPTIONS: Readonly<Record<Write, readonly string[]>> = {
  insert: [...BATCHED_OPTIONS.insert, ...SENDING],
  update: [...BATCHED_OPTIONS.update, ...SENDING],
  remove: [...BATCHED_OPTIONS.remove, ...SENDING],
};

/** Writes by the driver's mapper, which gets only what it does not misunderstand. */
export class TableModel<T extends object> extends TableReader<T> implements Model<T> {
  insert(row: RowOf<T>, options: InsertOptions = {}): Promise<WriteOutcome<T>> {
    return this.write('insert', row, options);
  }

  update(row: UpdateOf<T>, options: UpdateOptions<T> = {}): Promise<WriteOutcome<T>> {
    return this.write('update', row, options);
  }

  remove(row: RowOf<T>, options: RemoveOptions<T> = {}): Promise<WriteOutcome<T>> {
    return this.write('remove', row, options);
  }

  async removeAll(partition: Where<T>, options: Pick<InsertOptions, 'timestamp' | 'profile'> = {}): Promise<void> {
    this.checkOptions('removeAll', options, SENDING);
    const { mapping: entity } = this.table;
    this.checkWritable('removeAll');
    const where = partition as RowValues;
    const keys = primaryKeyOf(entity);
    const others = Object.keys(where).filter((name) => !keys.includes(this.table.column(name)?.column ?? name));
    const outside = others.map((name) => `${name} is not part of the key`);
    this.table.check('removeAll', [...missingColumns(entity, entity.partitionKey, where), ...outside]);
    const { relations, params } = parseWhere(this.table, 'removeAll', where);
    const cql = renderDelete({ keyspace: entity.keyspace, name: entity.name, relations });
    const sending = { prepare: true, isIdempotent: true, ...executionOf(options) };
    await this.dependencies.client.execute(cql, [...params], sending);
  }

  get batching(): ModelBatching<T> {
    const item =
      (write: Write) =>
      (row: object, options: object = {}) => {
        this.checkOptions(`batching.${write}`, options, BATCHED_OPTIONS[write]);
        const { doc, info } = this.prepare(write, row as RowValues, options as RowValues);
        return this.mapper.batching[write](doc, info);
      };
    return { insert: item('insert'), update: item('update'), remove: item('remove') };
  }

  private async write(write: Write, row: object, options: InsertOptions | UpdateOptions<T>): Promise<WriteOutcome<T>> {
    this.checkOptions(write, options, OPTIONS[write]);
    const { doc, info } = this.prepare(write, row as RowValues, options as RowValues);
    const result = await this.mapper[write](doc, info, executionOf(options));
    const applied = result.wasApplied();
    const existing = applied ? undefined : result.first();
    return existing ? { applied, existing: this.converted(existing as RowValues) } : { applied };
  }

  /** A row and options for the mapper. */
  private prepare(write: Write, row: RowValues, options: RowValues): { doc: RowValues; info: RowValues } {
    this.checkWritable(write);
    const { table } = this;
    const when = (options['when'] ?? {}) as RowValues;
    table.check(write, [
      ...table.unknown(row),
      ...(table.hasKey(row) ? [] : missingKeys(table.mapping, row, write !== 'remove')),
      ...table.unknown(when),
      ...(write === 'update' && writtenValues(table.mapping, row).length === 0 ? ['there is nothing to set'] : []),
    ]);
    const doc = write === 'remove' ? this.keyOf(row) : this.known(row);
    const { ttl, ifNotExists, ifExists } = options;
    if (write === 'insert') return { doc, info: { ttl, ifNotExists } };
    // The mapper takes `{ a, b }` for `{ a }, when: { b }` in its cache, and drops the condition, unless fields are named.
    return { doc, info: { ttl, ifExists, when: options['when'], fields: Object.keys(doc) } };
  }

  private checkWritable(call: string): void {
    const { kind, base } = this.table.mapping;
    if (kind === 'view')
      this.table.check(call, [`a materialized view is read-only: write to ${base?.name ?? 'its base'}`]);
  }

  private keyOf(row: RowValues): RowValues {
    return Object.fromEntries(this.table.key.map(({ property }) => [property, row[property]]));
  }

  /** The mapper wants every static column where there is no clustering key, and no key of a row that has none. */
  private known(row: RowValues): RowValues {
    const { mapping: entity, columns } = this.table;
    const isWhole = this.table.hasKey(row) || !writesStaticOnly(entity, row);
    const written = isWhole
      ? Object.keys(row).filter((property) => this.table.column(property))
      : columns
          .filter((column) => column.static || entity.partitionKey.includes(column.column))
          .map(({ property }) => property);
    const known: Record<string, unknown> = {};
    for (const property of written) known[property] = row[property];
    return known;
  }

  /** The mapper hands out the row of a condition that did not hold as the driver has it. */
  private converted(raw: RowValues): T {
    const instance = this.table.newInstance();
    for (const { property, column, toModel } of this.table.columns) {
      const name = Object.hasOwn(raw, property) ? property : column;
      if (Object.hasOwn(raw, name)) instance[property] = toModel(raw[name]);
    }
    return instance as T;
  }
}

/** Options that the mapper passes on to the driver. */
function executionOf({
  timestamp,
  profile,
}: InsertOptions): Pick<mapping.MappingExecutionOptions, 'timestamp' | 'executionProfile'> {
  return {
    ...(timestamp === undefined ? {} : { timestamp }),
    ...(profile === undefined ? {} : { executionProfile: profile }),
  };
}
