import type { CanonicalOptions } from './table-options.js';

/** Options that a plain CREATE TABLE stores, on every version of Cassandra. */
const DEFAULTS: CanonicalOptions = {
  additionalWritePolicy: '99p',
  allowAutoSnapshot: true,
  bloomFilterFpChance: 0.01,
  caching: { keys: 'ALL', rows_per_partition: 'NONE' },
  cdc: false,
  comment: '',
  compaction: { class: 'SizeTieredCompactionStrategy' },
  compression: { class: 'LZ4Compressor', chunk_length_in_kb: '16' },
  crcCheckChance: 1,
  defaultTimeToLive: 0,
  gcGraceSeconds: 864_000,
  incrementalBackups: true,
  maxIndexInterval: 2048,
  memtable: 'default',
  memtableFlushPeriodInMs: 0,
  minIndexInterval: 128,
  readRepair: 'BLOCKING',
  speculativeRetry: '99p',
};

/** Default options of a table that declares only the compaction of these options. */
export function defaultOptions({ compaction }: CanonicalOptions): CanonicalOptions {
  const isLeveled = typeof compaction === 'object' && compaction.class === 'LeveledCompactionStrategy';
  return isLeveled ? { ...DEFAULTS, bloomFilterFpChance: 0.1 } : DEFAULTS;
}
