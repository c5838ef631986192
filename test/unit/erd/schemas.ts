import * as fc from 'fast-check';
import type { CqlType } from '../../../lib/core/model/cql-type.js';
import type {
  ColumnModel,
  SchemaModel,
  TableModel,
  TypeModel,
  ViewModel,
} from '../../../lib/core/model/schema-model.js';

export const text = { kind: 'native', name: 'text' } as const satisfies CqlType;
export const user = (name: string): CqlType => ({ kind: 'user', name, frozen: true });
export const column = (name: string, type: CqlType = text): ColumnModel => ({ name, type, static: false });

export const table = (name: string, columns: readonly ColumnModel[], more: Partial<TableModel> = {}): TableModel => ({
  name,
  columns,
  partitionKey: columns.slice(0, 1).map((first) => first.name),
  clusteringKey: [],
  indexes: [],
  options: {},
  droppedColumns: [],
  unmanaged: [],
  ...more,
});

export const view = (name: string, baseTable: string, more: Partial<ViewModel> = {}): ViewModel => ({
  name,
  baseTable,
  columns: 'all',
  partitionKey: ['id'],
  clusteringKey: [],
  where: [],
  options: {},
  ...more,
});

export const schema = (parts: Partial<SchemaModel>): SchemaModel => ({
  keyspace: 'shop',
  types: [],
  tables: [],
  views: [],
  ...parts,
});

/** A shop with everything that a diagram shows. */
export const SHOP = schema({
  types: [
    { name: 'geo', fields: [{ name: 'lat', type: { kind: 'native', name: 'double' } }] },
    { name: 'address', fields: [column('street'), { name: 'position', type: user('geo') }] },
  ],
  tables: [
    table(
      'products',
      [
        column('id', { kind: 'native', name: 'uuid' }),
        column('created_at', { kind: 'native', name: 'timestamp' }),
        { ...column('vendor'), static: true },
        column('brand'),
        column('homes', { kind: 'map', key: text, value: user('address'), frozen: false }),
      ],
      {
        clusteringKey: [{ column: 'created_at', order: 'desc' }],
        indexes: [{ name: 'products_brand_idx', column: 'brand', target: 'values', using: 'sai', options: {} }],
        options: { comment: 'Everything we sell' },
      },
    ),
    table('page_views', [column('site'), column('count', { kind: 'native', name: 'counter' })]),
  ],
  views: [
    view('products_by_brand', 'products', {
      partitionKey: ['brand'],
      clusteringKey: [
        { column: 'id', order: 'asc' },
        { column: 'created_at', order: 'desc' },
      ],
      columns: ['vendor'],
    }),
  ],
});

/** What could break out of a format: quotes, brackets, markup, comments, directives, control characters, half characters. */
const NASTY = [
  '<script>alert(1)</script>',
  '"]; drop',
  '-->',
  ']]>',
  '%%{init: {"theme":"dark"}}%%',
  'direction TB',
  'accTitle: x',
  '#quot;',
  'pk',
  'FK',
  '1st',
  '\\',
  '\u0000\u001b[31m',
  '\u202eevil',
  '\ud800',
  '\uffff',
  "'\n{}",
  '日本語の名前がここにあります',
  '😀'.repeat(12),
  'a'.repeat(60),
  '',
];

export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...NASTY),
  fc.string({ maxLength: 48 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
);

const named = fc.uniqueArray(anyText, { minLength: 1, maxLength: 12 });

function typeOf(types: readonly string[]): fc.Arbitrary<CqlType> {
  const leaf: fc.Arbitrary<CqlType> = fc.oneof(
    fc.constant<CqlType>(text),
    fc.constant<CqlType>({ kind: 'native', name: 'timestamp' }),
    anyText.map((className): CqlType => ({ kind: 'custom', className })),
    ...(types.length === 0 ? [] : [fc.constantFrom(...types).map(user)]),
  );
  return fc.oneof(
    leaf,
    fc.tuple(leaf, leaf).map(([key, value]): CqlType => ({ kind: 'map', key, value, frozen: false })),
    fc.tuple(leaf, fc.boolean()).map(([element, frozen]): CqlType => ({ kind: 'list', element, frozen })),
    fc.array(leaf, { minLength: 1, maxLength: 5 }).map((items): CqlType => ({ kind: 'tuple', items })),
  );
}

const columnsOf = (types: readonly string[]) =>
  named.chain((names) =>
    fc.tuple(...names.map((name) => typeOf(types).map((type): ColumnModel => column(name, type)))),
  );

function anyTable(name: string, types: readonly string[]): fc.Arbitrary<TableModel> {
  return fc.tuple(columnsOf(types), anyText, fc.boolean()).map(([columns, comment, indexed]) => {
    const [, second, third] = columns;
    return table(name, columns, {
      clusteringKey: second ? [{ column: second.name, order: 'desc' }] : [],
      indexes:
        indexed && third ? [{ name: comment, column: third.name, target: 'values', using: comment, options: {} }] : [],
      options: { comment },
    });
  });
}

/** Any schema of up to so many tables; its types use each other, those before them, as Cassandra demands. */
export function anySchema(most: number, least = 0): fc.Arbitrary<SchemaModel> {
  const names = (maxLength: number, minLength = 0) => fc.uniqueArray(anyText, { minLength, maxLength });
  return fc.tuple(names(6), names(most, least), names(8)).chain(([typeNames, tableNames, viewNames]) => {
    const types = typeNames.map((name, index) =>
      columnsOf(typeNames.slice(0, index)).map((fields): TypeModel => ({ name, fields })),
    );
    const tables = tableNames.map((name) => anyTable(name, typeNames));
    return fc.tuple(fc.tuple(...types), fc.tuple(...tables)).map(([someTypes, someTables]) => {
      const views = viewNames.flatMap((name, index) => {
        const base = someTables[index % Math.max(1, someTables.length)];
        return base ? [view(name, base.name, { partitionKey: base.partitionKey })] : [];
      });
      return schema({ types: someTypes, tables: someTables, views });
    });
  });
}
