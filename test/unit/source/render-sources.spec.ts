import { DEFAULT_POLICY } from '../../../lib/core/diff/risk.js';
import { parseCqlType } from '../../../lib/core/model/parse-cql-type.js';
import type { SchemaModel, TableModel } from '../../../lib/core/model/schema-model.js';
import { planSchema } from '../../../lib/core/plan/plan-schema.js';
import { pullable } from '../../../lib/core/source/pullable.js';
import { renderSources } from '../../../lib/core/source/render-sources.js';

const columns = (types: Readonly<Record<string, string>>, ...statics: readonly string[]) =>
  Object.entries(types).map(([name, type]) => ({ name, type: parseCqlType(type), static: statics.includes(name) }));

const PRODUCTS: TableModel = {
  name: 'products',
  columns: columns(
    {
      rating: 'int',
      id: 'uuid',
      created_at: 'timestamp',
      brand: 'text',
      labels: 'map<text, frozen<address>>',
      embedding: 'vector<float, 3>',
    },
    'brand',
  ),
  partitionKey: ['id'],
  clusteringKey: [{ column: 'created_at', order: 'desc' }],
  indexes: [
    { name: 'products_labels_idx', column: 'labels', target: 'values', options: {} },
    { name: 'by_label', column: 'labels', target: 'keys', using: 'sai', options: { case_sensitive: 'false' } },
  ],
  options: { comment: "what's sold", defaultTimeToLive: 7200, gcGraceSeconds: 864_000 },
  droppedColumns: [],
  unmanaged: [],
};

const SHOP: SchemaModel = {
  keyspace: 'shop',
  types: [{ name: 'address', fields: [{ name: 'Street', type: parseCqlType('text') }] }],
  tables: [PRODUCTS],
  views: [
    {
      name: 'products_by_rating',
      baseTable: 'products',
      columns: ['rating', 'id', 'created_at'],
      partitionKey: ['rating'],
      clusteringKey: [
        { column: 'id', order: 'asc' },
        { column: 'created_at', order: 'desc' },
      ],
      where: ['created_at > 5', 'id IS NOT NULL', 'rating IS NOT NULL'],
      options: {},
    },
  ],
};

const textOf = (schema: SchemaModel, name: string) =>
  renderSources(schema).find(({ fileName }) => fileName === name)?.text;

describe('sources', () => {
  it('of a table', () => {
    expect(textOf(SHOP, 'products.entity.ts')).toBe(`// Written by "coodie schema pull" from table 'products'.
import type { types } from 'cassandra-driver';
import { ClusteringKey, Column, Entity, Indexed, PartitionKey } from 'nestjs-coodie';
import type { Address } from './address.type.js';

@Entity({ name: 'products', options: { comment: "what's sold", defaultTimeToLive: 7200 } })
export class Products {
  @PartitionKey('uuid') id!: types.Uuid;
  @ClusteringKey('timestamp', { order: 'desc' }) createdAt!: Date;
  @Column('text', { static: true }) brand?: string;
  @Column('vector<float, 3>') embedding?: types.Vector;
  @Column('map<text, frozen<address>>')
  @Indexed()
  @Indexed({ name: 'by_label', target: 'keys', using: 'sai', options: { case_sensitive: 'false' } })
  labels?: Record<string, Address>;
  @Column('int') rating?: number;
}
`);
  });

  it('of a user type', () => {
    expect(textOf(SHOP, 'address.type.ts')).toBe(`// Written by "coodie schema pull" from type 'address'.
import { Field, UserType } from 'nestjs-coodie';

@UserType({ name: 'address' })
export class Address {
  @Field('text', { name: 'Street' }) street?: string;
}
`);
  });

  it('of a view', () => {
    expect(textOf(SHOP, 'products-by-rating.view.ts'))
      .toBe(`// Written by "coodie schema pull" from view 'products_by_rating'.
import type { types } from 'cassandra-driver';
import { Column, MaterializedView } from 'nestjs-coodie';
import { Products } from './products.entity.js';

@MaterializedView({
  name: 'products_by_rating',
  of: () => Products,
  partitionKey: ['rating'],
  clusteringKey: ['id', { column: 'createdAt', order: 'desc' }],
  where: ['created_at > 5'],
})
export class ProductsByRating {
  @Column('int') rating!: number;
  @Column('uuid') id!: types.Uuid;
  @Column('timestamp') createdAt!: Date;
}
`);
  });

  it('have an index', () => {
    expect(textOf(SHOP, 'index.ts'))
      .toBe(`// Written by "coodie schema pull": everything of the keyspace, for CoodieModule.forFeature(ENTITIES).
import type { EntityClass } from 'nestjs-coodie';
import { Address } from './address.type.js';
import { ProductsByRating } from './products-by-rating.view.js';
import { Products } from './products.entity.js';

export { Address, ProductsByRating, Products };

export const ENTITIES: readonly EntityClass[] = [Address, ProductsByRating, Products];
`);
  });
});

describe('what no entity can declare', () => {
  const compact = { ...PRODUCTS, name: 'old', indexes: [], unmanaged: ['compact storage'] };
  const strange = { name: 'lucene', column: '', target: 'values', using: 'com.example.Lucene', options: {} } as const;
  const schema: SchemaModel = {
    ...SHOP,
    tables: [
      { ...PRODUCTS, indexes: [strange], unmanaged: ['option extensions'], options: { readRepair: 'SOMETIMES' } },
      compact,
    ],
    views: SHOP.views.map((view) => ({ ...view, baseTable: 'old' })),
  };

  it('is left out, and said', () => {
    const { notes, schema: declarable } = pullable(schema);
    expect(notes).toEqual([
      'Not managed: option extensions of products.',
      'Left out: index lucene of products, which is on no single column.',
      'Left out: table old: compact storage.',
      'Left out: view products_by_rating, as its table old is.',
      'Not managed: option readRepair of products.',
    ]);
    expect(declarable).toMatchObject({ tables: [{ name: 'products', indexes: [] }], views: [] });
    expect(textOf(schema, 'index.ts')).toContain('// Left out: table old: compact storage.\n');
  });

  it('says so where the server has what no entity may have', () => {
    const { notes } = pullable({ ...SHOP, tables: [PRODUCTS, { ...PRODUCTS, name: 'copy' }] });
    expect(notes).toEqual([
      'No entity may declare this: products_labels_idx: index products_labels_idx is declared twice.',
      'No entity may declare this: by_label: index by_label is declared twice.',
    ]);
  });

  it('is no drift', () => {
    const actual = { ...SHOP, tables: [PRODUCTS, compact] };
    expect(planSchema(actual, SHOP, { policy: DEFAULT_POLICY })).toMatchObject({ changes: [], drift: [] });
    const declared = { ...SHOP, tables: [PRODUCTS, { ...compact, unmanaged: [] }] };
    expect(planSchema(actual, declared, { policy: DEFAULT_POLICY }).changes).toMatchObject([{ risk: 'impossible' }]);
    const drop = { columns: [], tables: ['old'] };
    const { statements } = planSchema(actual, SHOP, { policy: { ...DEFAULT_POLICY, drop } });
    expect(statements).toEqual(['DROP TABLE old']);
  });
});
