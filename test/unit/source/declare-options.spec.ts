import type { CanonicalOptions } from '../../../lib/core/options/table-options.js';
import { declareOptions } from '../../../lib/core/source/declare-options.js';

const LEVELED = { class: 'LeveledCompactionStrategy' };
const UNIFIED = { class: 'UnifiedCompactionStrategy' };

describe('options', () => {
  it.each<[title: string, stored: CanonicalOptions, declared: object]>([
    ['at their defaults are not declared', { comment: '', gcGraceSeconds: 864_000, crcCheckChance: 1 }, {}],
    ['of their own are', { comment: 'x', gcGraceSeconds: 0 }, { comment: 'x', gcGraceSeconds: 0 }],
    ['know the default of the compaction', { compaction: LEVELED, bloomFilterFpChance: 0.1 }, { compaction: LEVELED }],
    [
      'know what it is not',
      { compaction: LEVELED, bloomFilterFpChance: 0.01 },
      { compaction: LEVELED, bloomFilterFpChance: 0.01 },
    ],
    [
      'have the types of the declaration',
      { compaction: { class: 'SizeTieredCompactionStrategy', min_threshold: '6', log_all: 'true', bucket_low: '0.4' } },
      { compaction: { class: 'SizeTieredCompactionStrategy', minThreshold: 6, logAll: true, bucketLow: 0.4 } },
    ],
    [
      'keep text that looks like a number',
      { compaction: { ...UNIFIED, scaling_parameters: '2', target_sstable_size: '1GiB' } },
      { compaction: { ...UNIFIED, scalingParameters: '2', targetSstableSize: '1GiB' } },
    ],
    ['turn compression off', { compression: { enabled: 'false' } }, { compression: false }],
    [
      'leave the chunk length out where it is as always',
      { compression: { class: 'ZstdCompressor', chunk_length_in_kb: '16' } },
      { compression: { class: 'ZstdCompressor' } },
    ],
    [
      'count cached rows',
      { caching: { keys: 'NONE', rows_per_partition: '10' } },
      { caching: { keys: 'NONE', rowsPerPartition: 10 } },
    ],
    [
      'of a class of another maker are text',
      { compaction: { class: 'com.example.Own', some_level: '1', goes: 'true' } },
      { compaction: { class: 'com.example.Own', goes: 'true', some_level: '1' } },
    ],
  ])('%s', (_, stored, declared) => expect(declareOptions(stored)).toEqual({ declared, leftOut: [] }));

  it('that could not be read back are left out', () => {
    const stored = { compaction: { ...UNIFIED, invented_later: '1' }, readRepair: 'SOMETIMES', comment: 'kept' };
    expect(declareOptions(stored)).toEqual({ declared: { comment: 'kept' }, leftOut: ['compaction', 'readRepair'] });
  });
});
