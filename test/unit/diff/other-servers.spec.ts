import { parseCatalog } from '../../../lib/core/catalog/parse-catalog.js';
import { parseServer } from '../../../lib/core/catalog/parse-server.js';
import { explainRefusal } from '../../../lib/core/diff/explain-refusal.js';
import { DEFAULT_POLICY } from '../../../lib/core/diff/risk.js';
import { Entity, MaterializedView } from '../../../lib/core/entity/class.decorators.js';
import type { EntityClass } from '../../../lib/core/entity/metadata.js';
import { parseEntities } from '../../../lib/core/entity/parse-entities.js';
import { Column, Indexed, PartitionKey } from '../../../lib/core/entity/property.decorators.js';
import type { SchemaModel } from '../../../lib/core/model/schema-model.js';
import { planSchema } from '../../../lib/core/plan/plan-schema.js';

// Made by hand from the documentation and sources of ScyllaDB and Amazon Keyspaces: neither runs in these tests.
const SCYLLA_LOCAL = { release_version: '3.0.8', cluster_name: '', supported_features: 'CDC,…' };
const KEYSPACES_LOCAL = { release_version: '3.11.2', cluster_name: 'Amazon Keyspaces' };

const SCYLLA_TABLE = {
  keyspace_name: 'shop',
  table_name: 'products',
  bloom_filter_fp_chance: 0.01,
  caching: { keys: 'ALL', rows_per_partition: 'ALL' },
  comment: 'goods',
  compaction: { class: 'IncrementalCompactionStrategy' },
  compression: { sstable_compression: 'org.apache.cassandra.io.compress.LZ4Compressor' },
  crc_check_chance: 1,
  default_time_to_live: 0,
  flags: ['compound'],
  gc_grace_seconds: 864000,
  max_index_interval: 2048,
  memtable_flush_period_in_ms: 0,
  min_index_interval: 128,
  speculative_retry: '99.0PERCENTILE',
};
const column = (table_name: string, column_name: string, kind: string) => ({
  table_name,
  column_name,
  kind,
  position: kind === 'partition_key' ? 0 : -1,
  clustering_order: 'none',
  type: 'text',
});

const scyllaRows = {
  keyspaces: [
    {
      keyspace_name: 'shop',
      replication: { class: 'org.apache.cassandra.locator.SimpleStrategy', replication_factor: '1' },
    },
  ],
  tables: [
    SCYLLA_TABLE,
    { ...SCYLLA_TABLE, table_name: 'products_scylla_cdc_log' },
    { ...SCYLLA_TABLE, table_name: 'products$paxos' },
  ],
  columns: [column('products', 'id', 'partition_key'), column('products', 'brand', 'regular')],
  dropped_columns: [],
  indexes: [
    { table_name: 'products', index_name: 'products_brand_idx', kind: 'COMPOSITES', options: { target: 'brand' } },
  ],
  types: [],
  views: [
    {
      view_name: 'products_brand_idx_index',
      base_table_name: 'products',
      include_all_columns: false,
      where_clause: 'brand IS NOT NULL',
    },
  ],
};

const declared = (...entities: readonly EntityClass[]) =>
  parseEntities(entities, { keyspace: 'shop' })[0] as SchemaModel;

describe('ScyllaDB', () => {
  const server = parseServer(SCYLLA_LOCAL, []);
  const actual = parseCatalog('shop', scyllaRows);

  it('is told from Cassandra by what it says of itself', () => expect(server.kind).toBe('scylla'));

  it('shows no index view, change log or Paxos table as drift', () => {
    @Entity({
      name: 'products',
      options: { comment: 'goods', compression: { class: 'LZ4Compressor' }, speculativeRetry: '99p' },
    })
    class Product {
      @PartitionKey('text') id!: string;
      @Column('text') @Indexed() brand!: string;
    }
    expect(planSchema(actual, declared(Product), { policy: DEFAULT_POLICY, server })).toMatchObject({
      changes: [],
      drift: [],
    });
  });

  it('is sent options in its own words', () => {
    @Entity({ name: 'products', options: { compression: { class: 'ZstdCompressor' } } })
    class Product {
      @PartitionKey('text') id!: string;
      @Column('text') @Indexed() brand!: string;
    }
    const { statements } = planSchema(actual, declared(Product), { policy: DEFAULT_POLICY, server });
    expect(statements.join()).toContain("'sstable_compression': 'ZstdCompressor'");
  });

  it('is not asked for what it does not know', () => {
    @Entity({ name: 'products', options: { memtable: 'trie' } })
    class Product {
      @PartitionKey('text') id!: string;
      @Column('text') @Indexed({ using: 'sai', name: 'by_brand' }) brand!: string;
    }
    const { changes } = planSchema(actual, declared(Product), { policy: DEFAULT_POLICY, server });
    expect(changes.map(({ change }) => change.kind)).toEqual(['blocked', 'blocked']);
  });
});

describe('Amazon Keyspaces', () => {
  const server = parseServer(KEYSPACES_LOCAL, []);

  it('has neither indexes nor views, and says so before anything is sent', () => {
    @Entity({ name: 'products' })
    class Product {
      @PartitionKey('text') id!: string;
      @Column('text') @Indexed() brand!: string;
    }
    @MaterializedView({ of: () => Product, partitionKey: ['brand'], clusteringKey: ['id'] })
    class ByBrand {}
    const empty = { keyspace: 'shop', types: [], tables: [], views: [] };
    const { changes } = planSchema(empty, declared(Product, ByBrand), { policy: DEFAULT_POLICY, server });
    const blocked = changes.flatMap(({ change }) =>
      change.kind === 'blocked' ? [explainRefusal(change).difference] : [],
    );
    expect(blocked).toEqual([
      expect.stringContaining('Amazon Keyspaces has no indexes'),
      expect.stringContaining('Amazon Keyspaces has no materialized views'),
    ]);
  });
});
