import type { OptionName, TableOptions } from '../../../lib/core/options/table-options.js';

const TOMBSTONES = {
  tombstoneThreshold: 0.3,
  tombstoneCompactionInterval: 3600,
  uncheckedTombstoneCompaction: true,
  onlyPurgeRepairedTombstones: true,
  provideOverlappingTombstones: 'ROW',
  logAll: true,
};
const SIZED = { minThreshold: 6, maxThreshold: 16, minSstableSize: 1024, bucketLow: 0.6, bucketHigh: 2 };
const POLICIES = ['99p', '50ms', 'MIN(99p,50ms)', 'MAX(75.5p,7ms)', 'ALWAYS', 'NEVER', '99.9999p', '0.5p'];

/** Values of each option that differ, as an entity declares them. */
export const OPTION_VALUES: Readonly<Record<OptionName, readonly unknown[]>> = {
  additionalWritePolicy: POLICIES,
  allowAutoSnapshot: [true, false],
  bloomFilterFpChance: [0.01, 0.1, 1, 0.0001],
  caching: [
    { keys: 'ALL', rowsPerPartition: 'NONE' },
    { keys: 'NONE' },
    { rowsPerPartition: 10 },
    { keys: 'ALL', rowsPerPartition: 'ALL' },
  ],
  // `true` is refused on a node without cdc: see the table of risks.
  cdc: [false],
  comment: ['', "it's", 'two\nlines', '👍🏽 {"a": "b"}', '$$'],
  compaction: [
    { class: 'SizeTieredCompactionStrategy' },
    { class: 'SizeTieredCompactionStrategy', enabled: false, ...TOMBSTONES, ...SIZED },
    { class: 'LeveledCompactionStrategy' },
    {
      class: 'LeveledCompactionStrategy',
      sstableSizeInMb: 320,
      fanoutSize: 5,
      singleSstableUplevel: false,
      ...TOMBSTONES,
    },
    { class: 'TimeWindowCompactionStrategy' },
    {
      class: 'TimeWindowCompactionStrategy',
      compactionWindowUnit: 'HOURS',
      compactionWindowSize: 6,
      timestampResolution: 'MILLISECONDS',
      expiredSstableCheckFrequencySeconds: 60,
      unsafeAggressiveSstableExpiration: false,
      ...SIZED,
    },
    { class: 'UnifiedCompactionStrategy' },
    {
      class: 'UnifiedCompactionStrategy',
      scalingParameters: 'T4, L10, N',
      targetSstableSize: '512MiB',
      minSstableSize: '50MiB',
      baseShardCount: 8,
      sstableGrowth: 0.5,
      flushSizeOverride: '64MiB',
      maxSstablesToCompact: 32,
      expiredSstableCheckFrequencySeconds: 60,
      unsafeAggressiveSstableExpiration: false,
      overlapInclusionMethod: 'SINGLE',
      ...TOMBSTONES,
    },
    { class: 'DateTieredCompactionStrategy' },
    {
      class: 'DateTieredCompactionStrategy',
      maxSstableAgeDays: 0.5,
      baseTimeSeconds: 120,
      maxWindowSizeSeconds: 3600,
      timestampResolution: 'SECONDS',
      expiredSstableCheckFrequencySeconds: 60,
    },
  ],
  compression: [
    { class: 'LZ4Compressor' },
    {
      class: 'LZ4Compressor',
      chunkLengthInKb: 64,
      minCompressRatio: 1.1,
      lz4CompressorType: 'high',
      lz4HighCompressorLevel: 12,
    },
    false,
    { class: 'ZstdCompressor', compressionLevel: -7 },
    { class: 'SnappyCompressor', chunkLengthInKb: 4 },
    { class: 'DeflateCompressor' },
    { class: 'NoopCompressor' },
  ],
  crcCheckChance: [1, 0.25, 0],
  defaultTimeToLive: [0, 60, 630_720_000],
  gcGraceSeconds: [864_000, 0, 1],
  incrementalBackups: [true, false],
  maxIndexInterval: [2048, 4096, 128],
  // Any other must be in the server's cassandra.yaml.
  memtable: ['default'],
  memtableFlushPeriodInMs: [0, 60_000],
  minIndexInterval: [128, 1, 2048],
  readRepair: ['BLOCKING', 'NONE'],
  speculativeRetry: POLICIES,
};

export interface Spelling {
  readonly cql: string;
  readonly declared: TableOptions;
}

const policy = (spelled: string, declared: string): Spelling => ({
  cql: `speculative_retry = '${spelled}'`,
  declared: { speculativeRetry: declared },
});

/** What somebody else may have written by hand, and how an entity says the same. */
export const SPELLINGS: readonly Spelling[] = [
  policy('99PERCENTILE', '99p'),
  policy('99.0P', '99p'),
  policy('99.123456p', '99.1235p'),
  policy('50.03125p', '50.03125p'),
  policy('none', 'NEVER'),
  policy('Always', 'ALWAYS'),
  policy('50.7ms', '50ms'),
  policy('50MS', '50.9ms'),
  policy('min(50ms, 99p)', 'MIN(99p,50ms)'),
  policy('MAX(10ms,99PERCENTILE)', 'max(99p, 10ms)'),
  { cql: "additional_write_policy = '5.0percentile'", declared: { additionalWritePolicy: '5p' } },
  { cql: "read_repair = 'none'", declared: { readRepair: 'NONE' } },
  { cql: "bloom_filter_fp_chance = '0.10'", declared: { bloomFilterFpChance: 0.1 } },
  { cql: 'crc_check_chance = 5E-1', declared: { crcCheckChance: 0.5 } },
  { cql: "gc_grace_seconds = '10'", declared: { gcGraceSeconds: 10 } },
  { cql: '"comment" = 42', declared: { comment: '42' } },
  { cql: 'caching = {}', declared: { caching: {} } },
  {
    cql: "caching = {'keys': 'all', 'rows_per_partition': '007'}",
    declared: { caching: { keys: 'ALL', rowsPerPartition: 7 } },
  },
  {
    cql: "caching = {'keys': 'ALL', 'rows_per_partition': '2147483647'}",
    declared: { caching: { keys: 'ALL', rowsPerPartition: 'ALL' } },
  },
  { cql: 'compression = {}', declared: { compression: false } },
  { cql: "compression = {'enabled': 'FALSE'}", declared: { compression: { enabled: false } } },
  {
    cql: "compression = {'class': 'org.apache.cassandra.io.compress.LZ4Compressor', 'min_compress_ratio': '1.10', 'enabled': true}",
    declared: { compression: { class: 'LZ4Compressor', minCompressRatio: 1.1 } },
  },
  {
    cql: "compression = {'class': 'ZstdCompressor', 'compression_level': '03', 'chunk_length_in_kb': 64}",
    declared: { compression: { class: 'ZstdCompressor', compressionLevel: 3, chunkLengthInKb: 64 } },
  },
  {
    cql: "compaction = {'class': 'SizeTieredCompactionStrategy', 'bucket_high': 1.5e0, 'min_threshold': '04', 'log_all': 'TRUE'}",
    declared: { compaction: { class: 'SizeTieredCompactionStrategy', bucketHigh: 1.5, logAll: true } },
  },
  {
    cql: "compaction = {'class': 'org.apache.cassandra.db.compaction.TimeWindowCompactionStrategy', 'compaction_window_size': 06}",
    declared: { compaction: { class: 'TimeWindowCompactionStrategy', compactionWindowSize: 6 } },
  },
  { cql: 'allow_auto_snapshot = 0', declared: { allowAutoSnapshot: false } },
  { cql: "incremental_backups = 'No'", declared: { incrementalBackups: false } },
  { cql: "memtable = 'default'", declared: { memtable: 'default' } },
  { cql: "cdc = 'no'", declared: { cdc: false } },
];
