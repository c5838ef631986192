import { CACHING } from './caching.js';
import type { CassandraVersion } from './server-profile.js';
import { COMPACTION } from './compaction.js';
import { COMPRESSION } from './compression.js';
import type { OptionKind } from './rule.js';
import {
  FALSE_POSITIVE_CHANCE,
  FLAG,
  NAME,
  PROBABILITY,
  READ_REPAIR,
  SPECULATIVE,
  TEXT,
  wholeNumber,
} from './scalar-kinds.js';
import type { OptionName, OptionValue } from './table-options.js';

export interface OptionDefinition {
  readonly cqlName: string;
  readonly kind: OptionKind;
  /** The first Cassandra that knows the option. Absent: all that coodie works with, and ScyllaDB, which says it is 3.0. */
  readonly since?: CassandraVersion;
  /** Meaning of a stored null, if it has one. */
  readonly whenNull?: OptionValue;
  /** Why a materialized view refuses a value. */
  readonly viewProblem?: (value: OptionValue) => string | undefined;
}

const V4_0: CassandraVersion = { major: 4, minor: 0 };
const V4_1: CassandraVersion = { major: 4, minor: 1 };
const V5_0: CassandraVersion = { major: 5, minor: 0 };
const TWENTY_YEARS_IN_SECONDS = 630_720_000;

/** All that is known of each option, in the order in which options are rendered. */
export const OPTION_DEFINITIONS: Readonly<Record<OptionName, OptionDefinition>> = {
  additionalWritePolicy: { cqlName: 'additional_write_policy', kind: SPECULATIVE, since: V4_0 },
  allowAutoSnapshot: { cqlName: 'allow_auto_snapshot', kind: FLAG, since: V5_0, whenNull: true },
  bloomFilterFpChance: { cqlName: 'bloom_filter_fp_chance', kind: FALSE_POSITIVE_CHANCE },
  caching: { cqlName: 'caching', kind: CACHING },
  cdc: { cqlName: 'cdc', kind: FLAG, since: V4_0, whenNull: false },
  comment: { cqlName: 'comment', kind: TEXT },
  compaction: { cqlName: 'compaction', kind: COMPACTION },
  compression: { cqlName: 'compression', kind: COMPRESSION },
  crcCheckChance: { cqlName: 'crc_check_chance', kind: PROBABILITY },
  defaultTimeToLive: {
    cqlName: 'default_time_to_live',
    kind: wholeNumber(0, { to: TWENTY_YEARS_IN_SECONDS, unit: 'seconds' }),
    viewProblem: (value) => (value === 0 ? undefined : 'is not for a view: its rows expire with those of its table'),
  },
  gcGraceSeconds: {
    cqlName: 'gc_grace_seconds',
    kind: wholeNumber(0, { unit: 'seconds' }),
    viewProblem: (value) =>
      value === 0 ? 'must be above 0 on a view: updates that wait for it live that long' : undefined,
  },
  incrementalBackups: { cqlName: 'incremental_backups', kind: FLAG, since: V5_0, whenNull: true },
  maxIndexInterval: { cqlName: 'max_index_interval', kind: wholeNumber(1) },
  memtable: { cqlName: 'memtable', kind: NAME, since: V4_1, whenNull: 'default' },
  memtableFlushPeriodInMs: { cqlName: 'memtable_flush_period_in_ms', kind: wholeNumber(0, { unit: 'milliseconds' }) },
  minIndexInterval: { cqlName: 'min_index_interval', kind: wholeNumber(1) },
  readRepair: { cqlName: 'read_repair', kind: READ_REPAIR, since: V4_0 },
  speculativeRetry: { cqlName: 'speculative_retry', kind: SPECULATIVE },
};

export const OPTION_NAMES: readonly OptionName[] = Object.keys(OPTION_DEFINITIONS).filter(isOptionName);

export function isOptionName(name: string): name is OptionName {
  return Object.hasOwn(OPTION_DEFINITIONS, name);
}

export function optionCqlName(name: OptionName): string {
  return OPTION_DEFINITIONS[name].cqlName;
}
