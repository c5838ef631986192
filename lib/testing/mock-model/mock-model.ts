import { inspect } from 'node:util';
import type { Provider } from '@nestjs/common';
import type { EntityClass } from '../../core/entity/metadata.js';
import { mapEntities, primaryKeyOf } from '../../core/query/entity-mapping.js';
import type { InsertOptions, Model, Page, PageOptions, RowsOptions, WriteOutcome } from '../../models/model.js';
import { getModelToken } from '../../models/models.decorators.js';

type Row = Readonly<Record<string, unknown>>;

interface Conditions {
  readonly ifExists?: boolean | undefined;
  readonly when?: Row | undefined;
}

/**
 * Provides a model that keeps its rows in memory, for unit tests without a server. It finds rows by equal values; what a
 * server would say of a query, only a server can tell.
 * @publicApi
 */
export function provideMockModel(entity: EntityClass, connection?: string): Provider {
  return { provide: getModelToken(entity, connection), useValue: new MockModel(entity) };
}

/** A map by primary key. */
class MockModel implements Omit<Model<Row>, 'batching' | 'mapper' | 'in'> {
  private readonly stored = new Map<string, Row>();
  private readonly elsewhere = new Map<string, MockModel>();
  private readonly key: readonly string[];

  constructor(private readonly entity: EntityClass) {
    const mapping = mapEntities([entity], { keyspace: 'mock', naming: 'snake_case' }).find(
      ({ kind }) => kind !== 'type',
    );
    if (!mapping || mapping.kind === 'type') throw new TypeError(`${entity.name} is no table or view.`);
    const properties = new Map(mapping.columns.map(({ column, property }) => [column, property]));
    this.key = primaryKeyOf(mapping).map((column) => properties.get(column) ?? column);
  }

  /** Rows of their own for each keyspace. */
  in(keyspace: string): MockModel {
    const model = this.elsewhere.get(keyspace) ?? new MockModel(this.entity);
    this.elsewhere.set(keyspace, model);
    return model;
  }

  async get(key: Row): Promise<Row | undefined> {
    const row = this.stored.get(this.keyOf(key));
    return row && this.made(row);
  }

  async find(where: Row, { limit }: RowsOptions<Row> = {}): Promise<readonly Row[]> {
    return this.matching(where).slice(0, limit);
  }

  async *rows(where: Row = {}, options: RowsOptions<Row> = {}): AsyncIterable<Row> {
    yield* await this.find(where, options);
  }

  /** The cursor is the number of rows before it. */
  async page(where: Row, { size, cursor = '0' }: PageOptions<Row>): Promise<Page<Row>> {
    const rows = this.matching(where);
    const end = Number(cursor) + size;
    return { items: rows.slice(Number(cursor), end), ...(end < rows.length ? { cursor: String(end) } : {}) };
  }

  async insert(row: Row, { ifNotExists }: InsertOptions = {}): Promise<WriteOutcome<Row>> {
    const existing = this.stored.get(this.keyOf(row));
    if (ifNotExists && existing) return this.refused(existing);
    this.stored.set(this.keyOf(row), merged(existing, row));
    return { applied: true };
  }

  async update(row: Row, options: Conditions = {}): Promise<WriteOutcome<Row>> {
    const existing = this.stored.get(this.keyOf(row));
    if (!meets(existing, options)) return this.refused(existing);
    this.stored.set(this.keyOf(row), merged(existing, row));
    return { applied: true };
  }

  async remove(row: Row, options: Conditions = {}): Promise<WriteOutcome<Row>> {
    const existing = this.stored.get(this.keyOf(row));
    if (!meets(existing, options)) return this.refused(existing);
    this.stored.delete(this.keyOf(row));
    return { applied: true };
  }

  async removeAll(partition: Row): Promise<void> {
    for (const row of this.matching(partition)) this.stored.delete(this.keyOf(row));
  }

  private matching(where: Row): readonly Row[] {
    return [...this.stored.values()].filter((row) => matches(row, where)).map((row) => this.made(row));
  }

  private refused(existing: Row | undefined): WriteOutcome<Row> {
    return existing ? { applied: false, existing: this.made(existing) } : { applied: false };
  }

  /** An instance of the entity, as the real model returns one: a change to it does not change what is stored. */
  private made(row: Row): Row {
    return Object.assign(Object.create(this.entity.prototype as object) as Row, row);
  }

  private keyOf(row: Row): string {
    const missing = this.key.filter((name) => row[name] === undefined || row[name] === null);
    if (missing.length > 0) throw new TypeError(`${this.entity.name}: the key needs ${missing.join(', ')}.`);
    return JSON.stringify(this.key.map((name) => textOf(row[name])));
  }
}

/** `undefined` leaves a value and `null` deletes it, as in a write to the database. */
function merged(existing: Row | undefined, row: Row): Row {
  const cells = Object.entries({ ...existing, ...withoutUndefined(row) });
  return Object.fromEntries(cells.filter(([, value]) => value !== null));
}

const withoutUndefined = (row: Row) =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined));

function meets(existing: Row | undefined, options: Conditions): boolean {
  if (options.ifExists) return existing !== undefined;
  return options.when === undefined || (existing !== undefined && matches(existing, options.when));
}

function matches(row: Row, where: Row): boolean {
  return Object.entries(where).every(([name, value]) => textOf(row[name]) === textOf(value));
}

/** Two objects of a value, such as a Uuid or a Date, are equal by their text. */
const textOf = (value: unknown): string => inspect(value ?? undefined, { depth: null });
