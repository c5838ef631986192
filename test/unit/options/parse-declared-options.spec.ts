import fc from 'fast-check';

import { parseDeclaredOptions } from '../../../lib/core/options/parse-declared-options.js';
import type { TableOptions } from '../../../lib/core/options/table-options.js';

const POLICY =
  "a percentile above 0 and below 100 ('99p'), a time ('50ms'), 'MIN(99p,50ms)', 'MAX(99p,50ms)', 'ALWAYS' or 'NEVER'";
const STRATEGIES =
  'one of SizeTieredCompactionStrategy, LeveledCompactionStrategy, TimeWindowCompactionStrategy, UnifiedCompactionStrategy, ' +
  'DateTieredCompactionStrategy, IncrementalCompactionStrategy, or a class with its package';
const SIZED = { class: 'SizeTieredCompactionStrategy' };
const LEVELED = { class: 'LeveledCompactionStrategy' };
const WINDOWED = { class: 'TimeWindowCompactionStrategy' };
const UNIFIED = { class: 'UnifiedCompactionStrategy' };
const LZ4 = { class: 'LZ4Compressor' };
const ZSTD = { class: 'ZstdCompressor' };

describe('parseDeclaredOptions', () => {
  it('takes every option as it is typed', () => {
    const declared: Required<TableOptions> = {
      additionalWritePolicy: '75p',
      allowAutoSnapshot: false,
      bloomFilterFpChance: 0.05,
      caching: { keys: 'ALL', rowsPerPartition: 120 },
      cdc: false,
      comment: 'catalogue',
      compaction: {
        class: 'TimeWindowCompactionStrategy',
        compactionWindowUnit: 'DAYS',
        compactionWindowSize: 7,
        unsafeAggressiveSstableExpiration: false,
      },
      compression: {
        class: 'LZ4Compressor',
        chunkLengthInKb: 32,
        lz4CompressorType: 'high',
        lz4HighCompressorLevel: 12,
      },
      crcCheckChance: 0.5,
      defaultTimeToLive: 630_720_000,
      gcGraceSeconds: 0,
      incrementalBackups: false,
      maxIndexInterval: 1024,
      memtable: 'trie',
      memtableFlushPeriodInMs: 60_000,
      minIndexInterval: 64,
      readRepair: 'NONE',
      speculativeRetry: 'min(50ms,99p)',
    };
    expect(parseDeclaredOptions(declared)).toEqual({
      options: {
        ...declared,
        caching: { keys: 'ALL', rows_per_partition: '120' },
        compaction: {
          class: 'TimeWindowCompactionStrategy',
          compaction_window_unit: 'DAYS',
          compaction_window_size: '7',
          unsafe_aggressive_sstable_expiration: 'false',
        },
        compression: {
          class: 'LZ4Compressor',
          chunk_length_in_kb: '32',
          lz4_compressor_type: 'high',
          lz4_high_compressor_level: '12',
        },
        speculativeRetry: 'MIN(99p,50ms)',
      },
      problems: [],
    });
  });

  it.each<[title: string, compaction: NonNullable<TableOptions['compaction']>]>([
    [
      'size-tiered',
      { class: 'SizeTieredCompactionStrategy', minSstableSize: 50, bucketLow: 0.4, tombstoneThreshold: 0 },
    ],
    [
      'leveled',
      { class: 'LeveledCompactionStrategy', sstableSizeInMb: 160, fanoutSize: 10, singleSstableUplevel: true },
    ],
    [
      'unified',
      {
        class: 'UnifiedCompactionStrategy',
        scalingParameters: 'T4, L10, N, -3',
        minSstableSize: '700MiB',
        sstableGrowth: '33%',
      },
    ],
    [
      'unified by number',
      { class: 'UnifiedCompactionStrategy', baseShardCount: 1, sstableGrowth: 0.333, targetSstableSize: '1.5 GB' },
    ],
    ['date-tiered', { class: 'DateTieredCompactionStrategy', maxSstableAgeDays: 0.5, baseTimeSeconds: 60 }],
    ['by full name', { class: 'org.apache.cassandra.db.compaction.SizeTieredCompactionStrategy', minThreshold: 2 }],
    ['of another maker', { class: 'com.example.Strategy', anything: 1, goes: true, here: 'x', minThreshold: 8 }],
  ])('takes compaction %s', (_, compaction) => {
    expect(parseDeclaredOptions({ compaction })).toMatchObject({ problems: [] });
  });

  it('passes sub-options of a class of another maker on, the common ones by their stored names', () => {
    const compaction = { class: 'com.example.Strategy', someLevel: 1, goes: true, minThreshold: 8 } as const;
    expect(parseDeclaredOptions({ compaction }).options).toEqual({
      compaction: { class: 'com.example.Strategy', someLevel: '1', goes: 'true', min_threshold: '8' },
    });
  });

  it('refuses by type what belongs to another class', () => {
    const declarations: TableOptions[] = [
      // @ts-expect-error a sub-option of TimeWindowCompactionStrategy
      { compaction: { class: 'LeveledCompactionStrategy', compactionWindowSize: 1 } },
      // @ts-expect-error neither a strategy of Cassandra's nor a class with its package
      { compaction: { class: 'Leveled' } },
      // @ts-expect-error a sub-option of ZstdCompressor
      { compression: { class: 'LZ4Compressor', compressionLevel: 1 } },
      // @ts-expect-error the name in CQL
      { gc_grace_seconds: 1 },
    ];
    expect(declarations.map((declared) => parseDeclaredOptions(declared).problems.length)).toEqual([1, 1, 1, 1]);
  });

  it('takes a Map for an object, and undefined for not declared', () => {
    const declared = {
      comment: undefined,
      compaction: new Map<string, unknown>(Object.entries({ ...LEVELED, fanoutSize: 8 })),
    };
    expect(parseDeclaredOptions(hostile(declared))).toEqual({
      options: { compaction: { class: 'LeveledCompactionStrategy', fanout_size: '8' } },
      problems: [],
    });
  });

  it.each<[problem: string, declared: unknown]>([
    ['options must be an object, not null', null],
    ['options must be an object, not "x"', 'x'],
    ['options must be an object, not an array', [{}]],
    ['options.gc_grace_seconds is not a table option; did you mean gcGraceSeconds?', { gc_grace_seconds: 1 }],
    ['options.coment is not a table option; did you mean comment?', { coment: '' }],
    ['options.tablets is not a table option', { tablets: {} }],
    ['options.constructor is not a table option', { constructor: 1 }],
    ['options.comment must be text, not 1', { comment: 1 }],
    ['options.comment must be text, not null', { comment: null }],
    ['options.cdc must be true or false, not "yes"', { cdc: 'yes' }],
    ['options.memtable must be a name, not ""', { memtable: '' }],
    ["options.readRepair must be 'BLOCKING' or 'NONE', not \"ASYNC\"", { readRepair: 'ASYNC' }],
    [
      'options.defaultTimeToLive must be a whole number of seconds from 0 to 630720000, not "x"',
      { defaultTimeToLive: 'x' },
    ],
    [
      'options.defaultTimeToLive must be a whole number of seconds from 0 to 630720000, not 630720001',
      { defaultTimeToLive: 630_720_001 },
    ],
    ['options.gcGraceSeconds must be a whole number of seconds from 0 to 2147483647, not -1', { gcGraceSeconds: -1 }],
    [
      'options.gcGraceSeconds must be a whole number of seconds from 0 to 2147483647, not 10.5',
      { gcGraceSeconds: 10.5 },
    ],
    ['options.minIndexInterval must be a whole number from 1 to 2147483647, not 0', { minIndexInterval: 0 }],
    [
      'options.minIndexInterval (20) must not be above options.maxIndexInterval (10)',
      { minIndexInterval: 20, maxIndexInterval: 10 },
    ],
    ['options.bloomFilterFpChance must be a number above 0.0000671 and up to 1, not 0', { bloomFilterFpChance: 0 }],
    [
      'options.bloomFilterFpChance must be a number above 0.0000671 and up to 1, not 0.0000671',
      { bloomFilterFpChance: 0.0000671 },
    ],
    ['options.crcCheckChance must be a number from 0 to 1, not NaN', { crcCheckChance: NaN }],
    ['options.crcCheckChance must be a number from 0 to 1, not 1.1', { crcCheckChance: 1.1 }],
    [`options.speculativeRetry must be ${POLICY}, not 99`, { speculativeRetry: 99 }],
    ...[
      '0p',
      '100p',
      '50',
      '50 ms',
      'p99',
      '',
      '1.2.3p',
      '.p',
      'min(99p,90p)',
      'min(99p,always)',
      'min( 99p,50ms)',
    ].map((text): [string, unknown] => [
      `options.additionalWritePolicy must be ${POLICY}, not "${text}"`,
      { additionalWritePolicy: text },
    ]),
    // Accepted by the server, which stores 100p and 0p, and cannot read them at its next start.
    [`options.speculativeRetry must be ${POLICY}, not "99.99999p"`, { speculativeRetry: '99.99999p' }],
    [`options.speculativeRetry must be ${POLICY}, not "0.00001p"`, { speculativeRetry: '0.00001p' }],
    [
      'options.caching must be an object such as { keys: \'ALL\', rowsPerPartition: 10 }, not "ALL"',
      { caching: 'ALL' },
    ],
    ["options.caching.keys must be 'ALL' or 'NONE', not true", { caching: { keys: true } }],
    ['options.caching.rows is not an option of caching; did you mean rowsPerPartition?', { caching: { rows: 1 } }],
    [
      "options.caching.rowsPerPartition must be 'ALL', 'NONE' or a whole number from 0 to 2147483647, not -1",
      { caching: { rowsPerPartition: -1 } },
    ],
  ])('%s', (problem, declared) => {
    expect(parseDeclaredOptions(hostile(declared))).toEqual({ options: expect.anything(), problems: [problem] });
  });

  it.each<[problem: string, compaction: unknown]>([
    [' must be an object with the class of a compaction strategy, not false', false],
    [' must be an object with the class of a compaction strategy, not an object', new Date(0)],
    [`.class is missing: it must be ${STRATEGIES}`, { minThreshold: 4 }],
    [`.class must be ${STRATEGIES}, not 1`, { class: 1 }],
    [`.class must be ${STRATEGIES}, not "Unknown"`, { class: 'Unknown' }],
    [
      `.class must be ${STRATEGIES}, not "leveledCompactionStrategy"; did you mean LeveledCompactionStrategy?`,
      { class: 'leveledCompactionStrategy' },
    ],
    [`.class must be ${STRATEGIES}, not "Leveled"; did you mean LeveledCompactionStrategy?`, { class: 'Leveled' }],
    [
      '.sstableSizeInMB is not an option of this class; did you mean sstableSizeInMb?',
      { ...LEVELED, sstableSizeInMB: 160 },
    ],
    ['.sstableSizeInMb is not an option of this class', { ...WINDOWED, sstableSizeInMb: 160 }],
    ['.minThreshold is not an option of this class', { ...UNIFIED, minThreshold: 4 }],
    ['.__proto__ is not an option of this class', JSON.parse('{"class":"LeveledCompactionStrategy","__proto__":{}}')],
    ['.enabled must be true or false, not "yes"', { ...SIZED, enabled: 'yes' }],
    ['.minThreshold must be a whole number from 2 to 2147483647, not 1', { ...SIZED, minThreshold: 1 }],
    ['.min_threshold must be a whole number from 2 to 2147483647, not "4.5"', { ...SIZED, min_threshold: '4.5' }],
    [': minThreshold (4) must not be above maxThreshold (3)', { ...SIZED, maxThreshold: 3 }],
    [': minThreshold (40) must not be above maxThreshold (32)', { ...LEVELED, minThreshold: 40 }],
    [': bucketLow (2) must be below bucketHigh (1.5)', { ...SIZED, bucketLow: 2 }],
    [
      '.minThreshold is given twice, as minThreshold and as min_threshold',
      { ...SIZED, minThreshold: 8, min_threshold: 8 },
    ],
    ['.tombstoneThreshold must be a number from 0 up, not -1', { ...SIZED, tombstoneThreshold: -1 }],
    [
      ".compactionWindowUnit must be 'MINUTES' or 'HOURS' or 'DAYS', not \"hours\"",
      { ...WINDOWED, compactionWindowUnit: 'hours' },
    ],
    [
      '.compactionWindowSize must be a whole number from 1 to 2147483647, not 0',
      { ...WINDOWED, compactionWindowSize: 0 },
    ],
    [
      '.scalingParameters must be a list such as \'T4, L10, N\' (T and L with 2 or more), not "t4"',
      { ...UNIFIED, scalingParameters: 't4' },
    ],
    [
      '.scalingParameters must be a list such as \'T4, L10, N\' (T and L with 2 or more), not "T1"',
      { ...UNIFIED, scalingParameters: 'T1' },
    ],
    [
      ".targetSstableSize must be a size with its unit such as '512MiB', 1MiB or more, not 1048576",
      { ...UNIFIED, targetSstableSize: 1_048_576 },
    ],
    [
      '.targetSstableSize must be a size with its unit such as \'512MiB\', 1MiB or more, not "512KiB"',
      { ...UNIFIED, targetSstableSize: '512KiB' },
    ],
    [
      ': minSstableSize (800MiB) must be at most 70 % of targetSstableSize (1GiB)',
      { ...UNIFIED, minSstableSize: '800MiB' },
    ],
    [
      '.sstableGrowth must be a number from 0 to 1, or a percentage such as \'33%\', not "101%"',
      { ...UNIFIED, sstableGrowth: '101%' },
    ],
    ['.x must be text, a number, true or false, not an object', { class: 'com.example.Strategy', x: {} }],
  ])('options.compaction%s', (problem, compaction) => {
    expect(parseDeclaredOptions(hostile({ compaction }))).toEqual({
      options: {},
      problems: [`options.compaction${problem}`],
    });
  });

  it.each<[problem: string, compression: unknown]>([
    [' must be false or an object with the class of a compressor, not true', true],
    [' must be false or an object with the class of a compressor, not "LZ4"', 'LZ4'],
    ['.enabled is false, which leaves no room for other options', { ...LZ4, enabled: false }],
    ['.chunkLengthInKb must be a power of two from 1 to 1048576, not 3', { ...LZ4, chunkLengthInKb: 3 }],
    ['.chunkLengthInKb must be a power of two from 1 to 1048576, not 0', { ...LZ4, chunkLengthInKb: 0 }],
    ['.minCompressRatio must be 0 or a number from 1 up, not 0.5', { ...LZ4, minCompressRatio: 0.5 }],
    [".lz4CompressorType must be 'fast' or 'high', not \"HIGH\"", { ...LZ4, lz4CompressorType: 'HIGH' }],
    ['.lz4HighCompressorLevel must be a whole number from 1 to 17, not 18', { ...LZ4, lz4HighCompressorLevel: 18 }],
    ['.compressionLevel must be a whole number from -131072 to 22, not 23', { ...ZSTD, compressionLevel: 23 }],
    ['.compressionLevel is not an option of this class', { ...LZ4, compressionLevel: 3 }],
    ['.crc_check_chance is not an option of this class', { ...LZ4, crc_check_chance: 0.5 }],
  ])('options.compression%s', (problem, compression) => {
    expect(parseDeclaredOptions(hostile({ compression }))).toEqual({
      options: {},
      problems: [`options.compression${problem}`],
    });
  });

  it('tells all problems at once and keeps what is right', () => {
    const { options, problems } = parseDeclaredOptions(
      hostile({ comment: 'kept', cdc: 1, compaction: { ...LEVELED, fanoutSize: 0, sstableSizeInMb: -1 }, ttl: 3 }),
    );
    expect(options).toEqual({ comment: 'kept' });
    expect(problems).toHaveLength(4);
  });

  it('never throws', () => {
    const anything = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withNullPrototype: true,
      withSet: true,
    });
    const option = fc.constantFrom(
      'comment',
      'cdc',
      'caching',
      'compaction',
      'compression',
      'speculativeRetry',
      'gcGraceSeconds',
    );
    const map = fc.record(
      {
        class: fc.constantFrom('LZ4Compressor', 'LeveledCompactionStrategy', 'a.B'),
        enabled: anything,
        minThreshold: anything,
        chunkLengthInKb: anything,
        minCompressRatio: anything,
        keys: anything,
      },
      { requiredKeys: [] },
    );
    const declarations = fc.oneof(anything, fc.dictionary(option, fc.oneof(anything, map)));
    fc.assert(
      fc.property(declarations, (declared) => {
        const { problems } = parseDeclaredOptions(hostile(declared));
        expect(problems.filter((problem) => !problem.startsWith('options'))).toEqual([]);
      }),
    );
  });
});

/** What JavaScript may hand in. */
function hostile(value: unknown): TableOptions {
  return value as TableOptions;
}
