import { quoteLiteral } from '../../../lib/core/lexer/tokenize.js';
import { OPTION_NAMES, optionCqlName } from '../../../lib/core/options/option-definitions.js';
import { renderOptions } from '../../../lib/core/options/render-options.js';
import { scyllaSpelling } from '../../../lib/core/options/scylla-spelling.js';

describe('renderOptions', () => {
  it('renders each kind of value, in the order of the names', () => {
    expect(
      renderOptions({
        speculativeRetry: 'MIN(99p,50ms)',
        gcGraceSeconds: 5,
        comment: "it's",
        cdc: true,
        bloomFilterFpChance: 0.0001,
        compaction: { sstable_size_in_mb: '160', class: 'LeveledCompactionStrategy', enabled: 'false' },
      }),
    ).toEqual([
      'bloom_filter_fp_chance = 0.0001',
      'cdc = true',
      "comment = 'it''s'",
      "compaction = {'class': 'LeveledCompactionStrategy', 'enabled': 'false', 'sstable_size_in_mb': '160'}",
      'gc_grace_seconds = 5',
      "speculative_retry = 'MIN(99p,50ms)'",
    ]);
  });

  it('renders nothing of nothing', () => {
    expect(renderOptions({})).toEqual([]);
  });

  it('escapes names and values of a map', () => {
    expect(renderOptions({ compaction: { class: 'a.B', "x'": "'" } })).toEqual([
      "compaction = {'class': 'a.B', 'x''': ''''}",
    ]);
  });

  it('knows the options in the order of their CQL names', () => {
    const names = OPTION_NAMES.map(optionCqlName);
    expect(names).toEqual(names.toSorted());
  });
});

describe('quoteLiteral', () => {
  it.each([
    ['', "''"],
    ["it's", "'it''s'"],
    ["''", "''''''"],
    ['back\\slash\nline', "'back\\slash\nline'"],
  ])('of %j is %s', (text, literal) => expect(quoteLiteral(text)).toBe(literal));
});

describe('scyllaSpelling', () => {
  it('says compressor, percentile and never as ScyllaDB does', () => {
    const options = {
      compression: { class: 'LZ4Compressor', chunk_length_in_kb: '16' },
      speculativeRetry: '99.5p',
      comment: 'x',
    };
    expect(renderOptions(scyllaSpelling(options))).toEqual([
      "comment = 'x'",
      "compression = {'chunk_length_in_kb': '16', 'sstable_compression': 'LZ4Compressor'}",
      "speculative_retry = '99.5PERCENTILE'",
    ]);
    expect(scyllaSpelling({ speculativeRetry: 'NEVER' })).toEqual({ speculativeRetry: 'NONE' });
  });

  it.each([
    ['nothing', {}],
    ['no compression', { compression: { enabled: 'false' } }],
    ['a time', { speculativeRetry: '50ms' }],
  ])('leaves %s as it is', (_, options) => expect(scyllaSpelling(options)).toEqual(options));
});
