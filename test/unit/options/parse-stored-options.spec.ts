import fc from 'fast-check';

import { changedOptions } from '../../../lib/core/options/changed-options.js';
import { parseDeclaredOptions } from '../../../lib/core/options/parse-declared-options.js';
import { parseStoredOptions } from '../../../lib/core/options/parse-stored-options.js';

describe('parseStoredOptions', () => {
  it('leaves out what this server does not have', () => {
    expect(parseStoredOptions({ comment: 'x' })).toEqual({ options: { comment: 'x' }, unmanaged: [] });
  });

  it('reads null where it stands for a value', () => {
    const row = { cdc: null, memtable: null, allow_auto_snapshot: null, incremental_backups: null, comment: null };
    expect(parseStoredOptions(row)).toEqual({
      options: { cdc: false, memtable: 'default', allowAutoSnapshot: true, incrementalBackups: true },
      unmanaged: [],
    });
  });

  it('reads maps that the driver was told to return as Map', () => {
    const compaction = new Map([
      ['class', 'org.apache.cassandra.db.compaction.LeveledCompactionStrategy'],
      ['max_threshold', '32'],
    ]);
    expect(parseStoredOptions({ compaction, extensions: new Map() })).toEqual({
      options: { compaction: { class: 'LeveledCompactionStrategy' } },
      unmanaged: [],
    });
  });

  it('names what it cannot read', () => {
    const row = {
      comment: 1,
      cdc: 'maybe',
      gc_grace_seconds: '5',
      crc_check_chance: NaN,
      compaction: { min_threshold: '4' },
      compression: { class: 'LZ4Compressor', chunk_length_in_kb: 16 },
      caching: ['ALL'],
      read_repair: false,
    };
    const { options, unmanaged } = parseStoredOptions(row);
    expect(options).toEqual({});
    expect([...unmanaged].toSorted()).toEqual(Object.keys(row).toSorted());
  });

  it('names options that it does not know, if they are set', () => {
    const row = {
      table_name: 't',
      flags: ['compound'],
      read_repair_chance: 0.1,
      extensions: { k: Buffer.from('01', 'hex') },
      auto_repair: null,
      fast_path: { size: '1' },
    };
    expect(parseStoredOptions(row)).toEqual({ options: {}, unmanaged: ['extensions', 'fast_path'] });
  });

  it('reads a row of ScyllaDB', () => {
    const row = {
      keyspace_name: 'ks',
      table_name: 't',
      bloom_filter_fp_chance: 0.01,
      caching: { keys: 'ALL', rows_per_partition: 'ALL' },
      comment: '',
      compaction: { class: 'IncrementalCompactionStrategy' },
      compression: { sstable_compression: 'org.apache.cassandra.io.compress.LZ4Compressor' },
      crc_check_chance: 1,
      dclocal_read_repair_chance: 0,
      default_time_to_live: 0,
      extensions: {},
      flags: ['compound'],
      gc_grace_seconds: 864_000,
      max_index_interval: 2048,
      memtable_flush_period_in_ms: 0,
      min_index_interval: 128,
      read_repair_chance: 0,
      speculative_retry: '99.0PERCENTILE',
    };
    const { options, unmanaged } = parseStoredOptions(row);
    expect(unmanaged).toEqual([]);
    expect(options).toMatchObject({
      compaction: { class: 'IncrementalCompactionStrategy' },
      compression: { class: 'LZ4Compressor' },
      speculativeRetry: '99p',
    });
    const declared = parseDeclaredOptions({ ...(options as object) });
    expect(declared.problems).toEqual([]);
    expect(changedOptions(options, declared.options)).toEqual({});
  });

  it('keeps a policy that only the server understands', () => {
    expect(parseStoredOptions({ speculative_retry: 'ADAPTIVE' }).options).toEqual({ speculativeRetry: 'ADAPTIVE' });
  });

  it('never throws', () => {
    const column = fc.constantFrom(
      'comment',
      'cdc',
      'caching',
      'compaction',
      'compression',
      'extensions',
      'speculative_retry',
      'x',
    );
    const value = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withNullPrototype: true,
      withSet: true,
    });
    fc.assert(
      fc.property(fc.dictionary(column, value), (row) => {
        const { options, unmanaged } = parseStoredOptions(row);
        expect(Object.keys(options).length + unmanaged.length).toBeLessThanOrEqual(Object.keys(row).length);
      }),
    );
  });
});
