import type { AnswerRow } from './run-select.js';

const COMPACTION = 'org.apache.cassandra.db.compaction.SizeTieredCompactionStrategy';
const COMPRESSION = 'org.apache.cassandra.io.compress.LZ4Compressor';

/** Row of `system_schema.tables` for a plain CREATE TABLE, as recorded from 5.0.6. */
export function tableRow(
  key: { readonly keyspace: string; readonly table: string; readonly id: string },
  isCounter: boolean,
): AnswerRow {
  return {
    keyspace_name: key.keyspace,
    table_name: key.table,
    additional_write_policy: '99p',
    allow_auto_snapshot: null,
    bloom_filter_fp_chance: 0.01,
    caching: { keys: 'ALL', rows_per_partition: 'NONE' },
    cdc: null,
    comment: '',
    compaction: { class: COMPACTION, max_threshold: '32', min_threshold: '4' },
    compression: { chunk_length_in_kb: '16', class: COMPRESSION },
    crc_check_chance: 1,
    dclocal_read_repair_chance: 0,
    default_time_to_live: 0,
    extensions: {},
    flags: isCounter ? ['compound', 'counter'] : ['compound'],
    gc_grace_seconds: 864_000,
    id: key.id,
    incremental_backups: null,
    max_index_interval: 2048,
    memtable: null,
    memtable_flush_period_in_ms: 0,
    min_index_interval: 128,
    read_repair: 'BLOCKING',
    read_repair_chance: 0,
    speculative_retry: '99p',
  };
}

export interface ColumnPlace {
  readonly kind: 'partition_key' | 'clustering' | 'regular' | 'static';
  readonly position: number;
  readonly order: 'asc' | 'desc' | 'none';
}

export function columnRow(
  keyspace: string,
  table: string,
  column: { readonly name: string; readonly type: string },
  { kind, position, order }: ColumnPlace,
): AnswerRow {
  return {
    keyspace_name: keyspace,
    table_name: table,
    column_name: column.name,
    clustering_order: order,
    column_name_bytes: Buffer.from(column.name),
    kind,
    position,
    type: column.type,
  };
}
