import { diffSchema } from '../../../lib/core/diff/diff-schema.js';
import { DEFAULT_POLICY, isApplicable, riskOf } from '../../../lib/core/diff/risk.js';
import { parseCqlType } from '../../../lib/core/model/parse-cql-type.js';
import type { IndexModel, SchemaModel, TableModel, TypeModel } from '../../../lib/core/model/schema-model.js';
import type { CanonicalOptions } from '../../../lib/core/options/table-options.js';
import { gate } from '../../../lib/core/plan/plan-schema.js';
import { renderChange } from '../../../lib/core/render/render-change.js';

interface Parts {
  readonly columns?: Readonly<Record<string, string>>;
  readonly clustering?: Readonly<Record<string, 'asc' | 'desc'>>;
  readonly statics?: readonly string[];
  readonly indexes?: readonly IndexModel[];
  readonly options?: CanonicalOptions;
  readonly unmanaged?: readonly string[];
}

function table({
  columns = {},
  clustering = {},
  statics = [],
  indexes = [],
  options = {},
  unmanaged = [],
}: Parts): TableModel {
  const all = { id: 'uuid', ...Object.fromEntries(Object.keys(clustering).map((name) => [name, 'int'])), ...columns };
  return {
    name: 'users',
    columns: Object.entries(all).map(([name, type]) => ({
      name,
      type: parseCqlType(type),
      static: statics.includes(name),
    })),
    partitionKey: ['id'],
    clusteringKey: Object.entries(clustering).map(([column, order]) => ({ column, order })),
    indexes,
    options,
    droppedColumns: [],
    unmanaged,
  };
}

const type = (name: string, fields: Readonly<Record<string, string>>): TypeModel => ({
  name,
  fields: Object.entries(fields).map(([field, text]) => ({ name: field, type: parseCqlType(text) })),
});

const index = (name: string, more: Partial<IndexModel> = {}): IndexModel => ({
  name,
  column: 'name',
  target: 'values',
  options: {},
  ...more,
});

const schema = (tables: readonly TableModel[], types: readonly TypeModel[] = []): SchemaModel => ({
  keyspace: 'shop',
  types,
  tables,
  views: [],
});

const cqlOf = (from: SchemaModel, to: SchemaModel) =>
  diffSchema(from, to).flatMap((change) => (isApplicable(change) ? renderChange(change) : [change.kind]));

const plain = table({ columns: { name: 'text' } });

describe('the difference of two tables', () => {
  it.each<[string, TableModel, TableModel, readonly string[]]>([
    ['none', plain, plain, []],
    ['a column', plain, table({ columns: { name: 'text', age: 'int' } }), ['ALTER TABLE users ADD age int']],
    [
      'several columns in one statement, a static one among them',
      table({ clustering: { at: 'asc' } }),
      table({ clustering: { at: 'asc' }, columns: { a: 'int', B: 'text' }, statics: ['B'] }),
      ['ALTER TABLE users ADD (a int, "B" text static)'],
    ],
    ['a column too many', table({ columns: { name: 'text', old: 'int' } }), plain, ['ALTER TABLE users DROP old']],
    [
      'an option',
      plain,
      table({ columns: { name: 'text' }, options: { comment: "it's" } }),
      [`ALTER TABLE users WITH comment = 'it''s'`],
    ],
    ['an option that is not declared', table({ columns: { name: 'text' }, options: { comment: 'x' } }), plain, []],
    ['an index', plain, { ...plain, indexes: [index('by_name')] }, ['CREATE INDEX by_name ON users (name)']],
    [
      'an index of another class',
      { ...plain, indexes: [index('by_name')] },
      { ...plain, indexes: [index('by_name', { using: 'sai', options: { case_sensitive: 'false' } })] },
      [
        'DROP INDEX by_name',
        `CREATE INDEX by_name ON users (name) USING 'sai' WITH OPTIONS = {'case_sensitive': 'false'}`,
      ],
    ],
    [
      'a plain index that the server made an SAI one',
      { ...plain, indexes: [index('by_name', { using: 'sai' })] },
      { ...plain, indexes: [index('by_name')] },
      [],
    ],
    ['an index too many', { ...plain, indexes: [index('by_name')] }, plain, ['DROP INDEX by_name']],
    ['a type', plain, table({ columns: { name: 'blob' } }), ['change-column-type']],
    ['a key', plain, table({ columns: { name: 'text' }, clustering: { at: 'asc' } }), ['change-key']],
    [
      'an order',
      table({ clustering: { at: 'asc' } }),
      table({ clustering: { at: 'desc' } }),
      ['change-clustering-order'],
    ],
    [
      'a static column',
      table({ clustering: { at: 'asc' }, columns: { a: 'int' } }),
      table({ clustering: { at: 'asc' }, columns: { a: 'int' }, statics: ['a'] }),
      ['change-static'],
    ],
    ['compact storage', table({ unmanaged: ['compact storage'] }), plain, ['manage-table']],
  ])('%s', (_, from, to, expected) => expect(cqlOf(schema([from]), schema([to]))).toEqual(expected));
});

describe('the difference of two schemas', () => {
  const inner = type('inner', { a: 'int' });
  const outer = type('outer', { b: 'frozen<inner>' });

  it('makes types before those that use them, and tables last; backwards it is the other way round', () => {
    const [empty, full] = [schema([]), schema([plain], [outer, inner])];
    expect(diffSchema(empty, full).map(({ kind }) => kind)).toEqual(['create-type', 'create-type', 'create-table']);
    expect(cqlOf(empty, full)).toEqual([
      'CREATE TYPE inner (a int)',
      'CREATE TYPE outer (b frozen<inner>)',
      'CREATE TABLE users (id uuid, name text, PRIMARY KEY (id))',
    ]);
    expect(cqlOf(full, empty)).toEqual(['DROP TABLE users', 'DROP TYPE outer', 'DROP TYPE inner']);
  });

  it('adds fields one by one, and knows that none can go or change', () => {
    const from = schema([], [type('t', { a: 'int', gone: 'int' })]);
    const to = schema([], [type('t', { a: 'text', b: 'int', c: 'int' })]);
    expect(cqlOf(from, to)).toEqual([
      'ALTER TYPE t ADD b int',
      'ALTER TYPE t ADD c int',
      'change-field-type',
      'drop-field',
    ]);
  });

  it('never renders what the policy refuses', () => {
    const changes = diffSchema(schema([plain]), schema([table({ columns: { name: 'int' } })]));
    expect(changes.map(riskOf)).toEqual(['impossible']);
    expect(() => gate(changes, DEFAULT_POLICY)).toThrow('1 difference that no ALTER can remove');
  });

  it('costs something only where an index is built on a table with data', () => {
    expect(riskOf({ kind: 'create-index', table: 'users', index: index('i') })).toBe('safe');
    expect(riskOf({ kind: 'create-index', table: 'users', index: index('i'), populated: true })).toBe('costly');
  });
});
