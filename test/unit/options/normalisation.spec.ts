import { changedOptions } from '../../../lib/core/options/changed-options.js';
import { parseDeclaredOptions } from '../../../lib/core/options/parse-declared-options.js';
import { parseStoredOptions } from '../../../lib/core/options/parse-stored-options.js';

const COMPACTION = 'org.apache.cassandra.db.compaction';
const COMPRESS = 'org.apache.cassandra.io.compress';

/** What a declaration says, and what the server keeps of it: the pairs that were seen on real servers. */
const SAME: readonly [title: string, declared: object, stored: object][] = [
  [
    'a short compaction class, with the thresholds that the server adds',
    { compaction: { class: 'SizeTieredCompactionStrategy' } },
    { compaction: { class: `${COMPACTION}.SizeTieredCompactionStrategy`, min_threshold: '4', max_threshold: '32' } },
  ],
  [
    'a full class name',
    { compaction: { class: `${COMPACTION}.UnifiedCompactionStrategy` } },
    { compaction: { class: `${COMPACTION}.UnifiedCompactionStrategy` } },
  ],
  [
    'the short class name of ScyllaDB',
    { compaction: { class: `${COMPACTION}.LeveledCompactionStrategy` } },
    { compaction: { class: 'LeveledCompactionStrategy' } },
  ],
  [
    'thresholds given at their defaults',
    { compaction: { class: 'LeveledCompactionStrategy', minThreshold: 4, maxThreshold: '032' } },
    { compaction: { class: 'LeveledCompactionStrategy', min_threshold: '04', max_threshold: '32' } },
  ],
  [
    'numbers in compaction, kept as they were typed',
    { compaction: { class: 'SizeTieredCompactionStrategy', bucketLow: 0.5, bucketHigh: 1.5, tombstoneThreshold: 0.2 } },
    {
      compaction: {
        class: 'SizeTieredCompactionStrategy',
        bucket_low: '0.50',
        bucket_high: '1.5e0',
        tombstone_threshold: '.2',
      },
    },
  ],
  [
    'switches in compaction, kept as they were typed',
    { compaction: { class: 'SizeTieredCompactionStrategy', logAll: true, enabled: true } },
    { compaction: { class: 'SizeTieredCompactionStrategy', log_all: 'TRUE' } },
  ],
  [
    'words that the server takes in any case',
    { compaction: { class: 'UnifiedCompactionStrategy', overlapInclusionMethod: 'SINGLE' } },
    { compaction: { class: 'UnifiedCompactionStrategy', overlap_inclusion_method: 'single' } },
  ],
  [
    'sub-options spelled as the server spells them',
    {
      compaction: {
        class: 'TimeWindowCompactionStrategy',
        compaction_window_unit: 'HOURS',
        compaction_window_size: '6',
      },
    },
    {
      compaction: {
        class: `${COMPACTION}.TimeWindowCompactionStrategy`,
        compaction_window_unit: 'HOURS',
        compaction_window_size: '6',
        min_threshold: '4',
        max_threshold: '32',
      },
    },
  ],
  [
    'a strategy of another maker, to the letter',
    { compaction: { class: 'com.example.Strategy', Level: '1.10', enabled: true } },
    { compaction: { class: 'com.example.Strategy', Level: '1.10', min_threshold: '4', max_threshold: '32' } },
  ],
  [
    'a short compressor, with the chunk length that the server adds',
    { compression: { class: 'LZ4Compressor' } },
    { compression: { class: `${COMPRESS}.LZ4Compressor`, chunk_length_in_kb: '16' } },
  ],
  [
    'compression that is enabled, and a ratio in the words of Java',
    { compression: { class: 'DeflateCompressor', enabled: true, minCompressRatio: 2 } },
    { compression: { class: `${COMPRESS}.DeflateCompressor`, chunk_length_in_kb: '16', min_compress_ratio: '2.0' } },
  ],
  [
    'a ratio of 0, which is not stored',
    { compression: { class: 'ZstdCompressor', minCompressRatio: 0, compressionLevel: 3 } },
    { compression: { class: 'ZstdCompressor', chunk_length_in_kb: '16', compression_level: '03' } },
  ],
  [
    'the compressor in the words of ScyllaDB',
    { compression: { class: 'LZ4Compressor', chunkLengthInKb: 4 } },
    { compression: { sstable_compression: `${COMPRESS}.LZ4Compressor`, chunk_length_in_kb: '4' } },
  ],
  ['compression off: false', { compression: false }, { compression: { enabled: 'false' } }],
  ['compression off: enabled', { compression: { enabled: false } }, { compression: { enabled: 'false' } }],
  ['compression off: enabled as text', { compression: { enabled: 'FALSE' } }, { compression: { enabled: 'false' } }],
  ['compression off: an empty map', { compression: {} }, { compression: { enabled: 'false' } }],
  ['compression off in ScyllaDB', { compression: false }, { compression: {} }],
  [
    'caching in lower case',
    { caching: { keys: 'all', rowsPerPartition: 'none' } },
    { caching: caching('ALL', 'NONE') },
  ],
  ['caching without keys', { caching: { rowsPerPartition: 10 } }, { caching: caching('NONE', '10') }],
  ['caching without rows', { caching: { keys: 'ALL' } }, { caching: caching('ALL', 'NONE') }],
  ['caching of nothing', { caching: {} }, { caching: caching('NONE', 'NONE') }],
  ['no rows', { caching: { keys: 'ALL', rowsPerPartition: 0 } }, { caching: caching('ALL', 'NONE') }],
  ['all rows by number', { caching: { rows_per_partition: '2147483647' } }, { caching: caching('NONE', 'ALL') }],
  ['rows with zeros', { caching: { rows_per_partition: '007' } }, { caching: caching('NONE', '7') }],
  ['99PERCENTILE', { speculativeRetry: '99PERCENTILE' }, { speculative_retry: '99p' }],
  ['99percentile', { speculativeRetry: '99percentile' }, { speculative_retry: '99p' }],
  ['99P', { speculativeRetry: '99P' }, { speculative_retry: '99p' }],
  ['99.0P', { speculativeRetry: '99.0P' }, { speculative_retry: '99p' }],
  ['99.99PERCENTILE', { speculativeRetry: '99.99PERCENTILE' }, { speculative_retry: '99.99p' }],
  ['more decimals than are stored', { speculativeRetry: '99.123456p' }, { speculative_retry: '99.1235p' }],
  ['a percentile of ScyllaDB', { speculativeRetry: '99p' }, { speculative_retry: '99.0PERCENTILE' }],
  ['none', { speculativeRetry: 'none' }, { speculative_retry: 'NEVER' }],
  ['never', { additionalWritePolicy: 'never' }, { additional_write_policy: 'NEVER' }],
  ['NONE of ScyllaDB', { speculativeRetry: 'NEVER' }, { speculative_retry: 'NONE' }],
  ['always', { additionalWritePolicy: 'always' }, { additional_write_policy: 'ALWAYS' }],
  ['50MS', { speculativeRetry: '50MS' }, { speculative_retry: '50ms' }],
  ['fractions of a millisecond', { speculativeRetry: '50.7ms' }, { speculative_retry: '50ms' }],
  ['a time that is too long', { speculativeRetry: '99999999999ms' }, { speculative_retry: '2147483647ms' }],
  ['the time first', { speculativeRetry: 'min(50ms, 99p)' }, { speculative_retry: 'MIN(99p,50ms)' }],
  ['the larger of two', { speculativeRetry: 'MAX(10ms,99PERCENTILE)' }, { speculative_retry: 'MAX(99p,10ms)' }],
  ['read repair in lower case', { readRepair: 'blocking' }, { read_repair: 'BLOCKING' }],
  ['no read repair', { readRepair: 'none' }, { read_repair: 'NONE' }],
  ['doubles', { bloomFilterFpChance: 0.1, crcCheckChance: 1 }, { bloom_filter_fp_chance: 0.1, crc_check_chance: 1.0 }],
  ['doubles that differ in the last place', { crcCheckChance: 0.1 + 0.2 }, { crc_check_chance: 0.3 }],
  ['a comment, to the letter', { comment: " it's\n a \\ comment " }, { comment: " it's\n a \\ comment " }],
  ['no change data capture', { cdc: false }, { cdc: null }],
  ['the default memtable', { memtable: 'default' }, { memtable: null }],
  ['snapshots as usual', { allowAutoSnapshot: true }, { allow_auto_snapshot: null }],
  ['backups as usual', { incrementalBackups: true }, { incremental_backups: null }],
];

describe('declared and stored options that mean the same', () => {
  it.each(SAME)('%s', (_, declared, stored) => {
    const { options, problems } = parseDeclaredOptions(declared);
    expect(problems).toEqual([]);
    expect(changedOptions(parseStoredOptions({ ...stored }).options, options)).toEqual({});
  });
});

describe('declared and stored options that differ', () => {
  it.each<[title: string, declared: object, stored: object]>([
    ['an option that is not stored', { comment: '' }, {}],
    ['a comment that differs in a space', { comment: 'a' }, { comment: 'a ' }],
    ['a comment that looks like the same number', { comment: '1.0' }, { comment: '1' }],
    ['a number', { gcGraceSeconds: 1 }, { gc_grace_seconds: 2 }],
    ['change data capture', { cdc: true }, { cdc: null }],
    [
      'a class',
      { compaction: { class: 'LeveledCompactionStrategy' } },
      { compaction: { class: 'SizeTieredCompactionStrategy' } },
    ],
    [
      'a threshold that is stored only',
      { compaction: { class: 'LeveledCompactionStrategy' } },
      { compaction: { class: 'LeveledCompactionStrategy', min_threshold: '5', max_threshold: '32' } },
    ],
    [
      'a sub-option that is declared only',
      { compaction: { class: 'LeveledCompactionStrategy', sstableSizeInMb: 160 } },
      { compaction: { class: 'LeveledCompactionStrategy', min_threshold: '4', max_threshold: '32' } },
    ],
    [
      'compaction that is off',
      { compaction: { class: 'LeveledCompactionStrategy' } },
      { compaction: { class: 'LeveledCompactionStrategy', enabled: 'false' } },
    ],
    [
      'text of a class of another maker that only looks like the same number',
      { compaction: { class: 'com.example.Strategy', level: '1.1' } },
      { compaction: { class: 'com.example.Strategy', level: '1.10' } },
    ],
    [
      'the chunk length',
      { compression: { class: 'LZ4Compressor' } },
      { compression: { class: 'LZ4Compressor', chunk_length_in_kb: '64' } },
    ],
    [
      'compression that is on',
      { compression: false },
      { compression: { class: 'LZ4Compressor', chunk_length_in_kb: '16' } },
    ],
    [
      'caching that ScyllaDB switched off',
      { caching: { keys: 'ALL' } },
      { caching: { ...caching('ALL', 'NONE'), enabled: 'false' } },
    ],
  ])('%s', (_, declared, stored) => {
    const { options, problems } = parseDeclaredOptions(declared);
    expect(problems).toEqual([]);
    expect(changedOptions(parseStoredOptions({ ...stored }).options, options)).toEqual(options);
  });
});

it('leaves alone what is not declared', () => {
  const { options } = parseStoredOptions({ comment: 'x', gc_grace_seconds: 1, cdc: null });
  expect(changedOptions(options, {})).toEqual({});
  expect(changedOptions(options, { comment: 'y', gcGraceSeconds: 1 })).toEqual({ comment: 'y' });
});

function caching(keys: string, rows: string): object {
  return { keys, rows_per_partition: rows };
}
