import type { CanonicalOptions } from '../../../lib/core/options/table-options.js';
import { unsupportedOptions, viewOptionProblems } from '../../../lib/core/options/unsupported-options.js';

const UNIFIED = { compaction: { class: 'UnifiedCompactionStrategy' } };
const DATE_TIERED = { compaction: { class: 'DateTieredCompactionStrategy' } };

describe('unsupportedOptions', () => {
  it.each<[options: CanonicalOptions, version: string, sentences: readonly string[]]>([
    [{ memtable: 'trie' }, '4.0', ['options.memtable needs Cassandra 4.1; this server is 4.0']],
    [{ memtable: 'trie' }, '4.1', []],
    [
      { memtable: 'trie', allowAutoSnapshot: false },
      '4.1',
      ['options.allowAutoSnapshot needs Cassandra 5.0; this server is 4.1'],
    ],
    [{ incrementalBackups: false }, '5.0', []],
    [UNIFIED, '4.1', ['options.compaction.class UnifiedCompactionStrategy needs Cassandra 5.0; this server is 4.1']],
    [UNIFIED, '5.0', []],
    [DATE_TIERED, '4.1', []],
    [
      DATE_TIERED,
      '5.0',
      ['options.compaction.class DateTieredCompactionStrategy was removed in Cassandra 5.0; this server is 5.0'],
    ],
    [{ compaction: { class: 'com.example.Strategy' } }, '4.0', []],
    [{ comment: '', gcGraceSeconds: 1, speculativeRetry: '99p' }, '3.0', []],
    // What ScyllaDB says of itself.
    [
      { cdc: true, readRepair: 'NONE' },
      '3.0',
      [
        'options.cdc needs Cassandra 4.0; this server is 3.0',
        'options.readRepair needs Cassandra 4.0; this server is 3.0',
      ],
    ],
    [{ memtable: 'x', allowAutoSnapshot: true }, '6.0', []],
  ])('%j on %s', (options, version, sentences) => {
    const [major = NaN, minor = NaN] = version.split('.').map(Number);
    expect(unsupportedOptions(options, { major, minor })).toEqual(sentences);
  });
});

describe('viewOptionProblems', () => {
  it.each<[options: CanonicalOptions, sentences: readonly string[]]>([
    [{ comment: 'x', gcGraceSeconds: 1, defaultTimeToLive: 0 }, []],
    [
      { defaultTimeToLive: 1 },
      ['options.defaultTimeToLive is not for a view: its rows expire with those of its table'],
    ],
    [
      { gcGraceSeconds: 0 },
      ['options.gcGraceSeconds must be above 0 on a view: updates that wait for it live that long'],
    ],
  ])('%j', (options, sentences) => expect(viewOptionProblems(options)).toEqual(sentences));
});
