import * as fc from 'fast-check';
import { type CassandraVersion, isBefore } from '../../../lib/core/options/server-profile.js';
import { parseDeclaredOptions } from '../../../lib/core/options/parse-declared-options.js';
import type { CanonicalOptions, TableOptions } from '../../../lib/core/options/table-options.js';
import { anyCompaction } from './compaction.js';
import { anyCompression } from './compression.js';
import type { Draw } from './draw.js';
import { anyPolicy } from './policies.js';

/** Any of the options of this version, with any values, in any spelling that an entity may use. */
export function tableOptions(draw: Draw, { major, minor }: CassandraVersion): CanonicalOptions {
  const declared = draw(anyOptions, major, minor);
  const { options, problems } = parseDeclaredOptions(declared as TableOptions);
  if (problems.length > 0) throw new Error(`the generator made options that are wrong: ${problems.join('; ')}`);
  return options;
}

const LARGEST_INT = 2 ** 31 - 1;

function anyOptions(major: number, minor: number): fc.Arbitrary<object> {
  const version = { major, minor };
  const since = (first: CassandraVersion, options: Record<string, fc.Arbitrary<unknown>>) =>
    isBefore(version, first) ? {} : options;
  return fc.record(
    {
      ...OPTIONS,
      compaction: anyCompaction(major),
      ...since({ major: 4, minor: 1 }, { memtable: fc.constant('default') }),
      ...since({ major: 5, minor: 0 }, { allowAutoSnapshot: fc.boolean(), incrementalBackups: fc.boolean() }),
    },
    { requiredKeys: [] },
  );
}

const share = (min: number) => fc.double({ min, max: 1, noNaN: true });
const whole = (min: number, max = LARGEST_INT) => fc.integer({ min, max });

const OPTIONS = {
  additionalWritePolicy: anyPolicy,
  bloomFilterFpChance: fc.oneof(share(6.72e-5), fc.constantFrom(1, 0.01, 0.1)),
  caching: fc.record(
    {
      keys: fc.constantFrom('ALL', 'NONE', 'all', 'None'),
      rowsPerPartition: fc.oneof(whole(0), fc.constantFrom('ALL', 'none', '0', '007', '2147483647', 10)),
    },
    { requiredKeys: [] },
  ),
  cdc: fc.constant(false),
  comment: fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom("it's", '', '\n', '{"a": 1}', '$$', '--', "''")),
  compression: anyCompression,
  crcCheckChance: share(0),
  defaultTimeToLive: whole(0, 630_720_000),
  gcGraceSeconds: whole(1),
  maxIndexInterval: whole(1_000),
  // Rarely on: the server keeps the whole of such a table in memory after it is dropped.
  memtableFlushPeriodInMs: fc.oneof({ weight: 30, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: whole(1) }),
  minIndexInterval: whole(1, 1_000),
  readRepair: fc.constantFrom('BLOCKING', 'NONE', 'blocking', 'none'),
  speculativeRetry: anyPolicy,
};
