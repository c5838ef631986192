import type { Client, mapping, QueryOptions, types } from 'cassandra-driver';
import { InvalidCursorError, TooManyRowsError } from '../core/query/errors.js';
import { callOptionProblems } from '../core/query/option-problems.js';
import { missingKeys, type RowValues } from '../core/query/row-problems.js';
import { formatCursor, parseCursor } from './cursor.js';
import type { GetOptions, KeyOf, Model, Page, PageOptions, ReadModel, RowsOptions, Where } from './model.js';
import type { KeySelects } from './key-selects.js';
import type { ModelTable } from './model-table.js';
import { selectQuery, type Selection } from './select-query.js';

/** Rows that `find` returns without a limit. */
const MOST_ROWS = 10_000;

const GET_OPTIONS = ['fields', 'profile'];
const SELECT_OPTIONS = [...GET_OPTIONS, 'orderBy', 'allowFiltering'];
const ROWS_OPTIONS = [...SELECT_OPTIONS, 'limit', 'fetchSize'];
const PAGE_OPTIONS = [...SELECT_OPTIONS, 'size', 'cursor'];

/** The part of the driver's client that models use. */
export type ModelClient = Pick<Client, 'execute' | 'batch' | 'connect'>;

export interface ReaderDependencies<T extends object> {
  readonly client: ModelClient;
  readonly table: () => ModelTable;
  readonly byKey: () => KeySelects;
  readonly mapper: () => mapping.ModelMapper<T>;
  readonly in: (keyspace: string) => Model<T>;
}

/** Reads with statements of its own: the driver's mapper ends at the first page and knows no index. */
export class TableReader<T extends object> implements ReadModel<T> {
  constructor(protected readonly dependencies: ReaderDependencies<T>) {}

  get mapper(): mapping.ModelMapper<T> {
    return this.dependencies.mapper();
  }

  in(keyspace: string): Model<T> {
    return this.dependencies.in(keyspace);
  }

  async get(key: KeyOf<T>, options: GetOptions<T> = {}): Promise<T | undefined> {
    this.checkOptions('get', options, GET_OPTIONS);
    this.checkKey(key as RowValues);
    const selection = this.dependencies.byKey().of(key as RowValues, options.fields);
    const [row] = (await this.send(selection, { executionProfile: options.profile })).rows;
    return row && this.instance(row, selection);
  }

  async find(where: Where<T>, options: RowsOptions<T> = {}): Promise<readonly T[]> {
    const found: T[] = [];
    for await (const rows of this.pages('find', where, options)) {
      found.push(...rows);
      if (options.limit === undefined && found.length > MOST_ROWS) {
        throw new TooManyRowsError(this.table.nameOf('find'), MOST_ROWS);
      }
    }
    return found;
  }

  async *rows(where: Where<T> = {}, options: RowsOptions<T> = {}): AsyncIterable<T> {
    for await (const rows of this.pages('rows', where, options)) yield* rows;
  }

  async page(where: Where<T>, options: PageOptions<T>): Promise<Page<T>> {
    const { size, cursor, profile, ...query } = options;
    this.checkOptions('page', options, PAGE_OPTIONS);
    this.table.check('page', size === undefined ? ['size is missing'] : []);
    const selection = selectQuery(this.table, 'page', { where: where as RowValues, ...query });
    const pageState = cursor === undefined ? undefined : this.stateOf(selection, cursor);
    const result = await this.send(selection, { executionProfile: profile, fetchSize: size, pageState });
    const items = result.rows.map((row) => this.instance(row, selection));
    return result.pageState ? { items, cursor: formatCursor(selection, result.pageState) } : { items };
  }

  protected get table(): ModelTable {
    return this.dependencies.table();
  }

  protected checkOptions(call: string, options: object, known: readonly string[]): void {
    this.table.check(call, callOptionProblems(options as RowValues, known));
  }

  /** Makes sure that these are all parts of the key, and nothing else. */
  private checkKey(given: RowValues): void {
    const { key, mapping: entity } = this.table;
    const properties = Object.keys(given);
    if (properties.length === key.length && this.table.hasKey(given)) return;
    this.table.check('get', missingKeys(entity, given));
    const others = properties.filter((name) => !key.some(({ property }) => property === name));
    this.table.check('get', [...this.table.unknown(given), ...others.map(notInKey)]);
  }

  private async *pages(call: string, where: Where<T>, options: RowsOptions<T>): AsyncIterable<readonly T[]> {
    this.checkOptions(call, options, ROWS_OPTIONS);
    const { profile: executionProfile, fetchSize, ...query } = options;
    const selection = selectQuery(this.table, call, { where: where as RowValues, ...query });
    let pageState: string | undefined;
    do {
      const result = await this.send(selection, { executionProfile, fetchSize, pageState });
      yield result.rows.map((row) => this.instance(row, selection));
      pageState = result.pageState ?? undefined;
    } while (pageState !== undefined);
  }

  private stateOf(selection: Selection, cursor: string): string {
    const state = parseCursor(selection, cursor);
    if (state === undefined) throw new InvalidCursorError(this.table.nameOf('page'));
    return state;
  }

  private send({ cql, params }: Selection, options: Sending): Promise<types.ResultSet> {
    const { executionProfile, fetchSize, pageState } = options;
    const sending = { prepare: true, isIdempotent: true, executionProfile, fetchSize, pageState };
    // The driver takes undefined for its own default; its typings do not say so (4.10.0).
    return this.dependencies.client.execute(cql, [...params], sending as QueryOptions);
  }

  private instance(row: types.Row, { columns }: Selection): T {
    return this.table.instanceOf(row, columns) as T;
  }
}

interface Sending {
  readonly executionProfile?: string | undefined;
  readonly fetchSize?: number | undefined;
  readonly pageState?: string | undefined;
}

const notInKey = (property: string) => `${property} is not part of the key: use find`;
