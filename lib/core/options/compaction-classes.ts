import type { ClassFamily, SubOptions, TextMap } from './class-map.js';
import { byteSize } from './rule.js';
import {
  decimal,
  oneOf,
  oneOfAnyCase,
  SCALING_PARAMETERS,
  SHARE,
  size,
  SWITCH,
  wholeNumber,
} from './sub-option-rules.js';

export const DEFAULT_THRESHOLDS: TextMap = { min_threshold: '4', max_threshold: '32' };
const DEFAULT_BUCKETS = { low: '0.5', high: '1.5' };
const DEFAULT_TARGET_SIZE = '1GiB';

const COMMON: SubOptions = {
  enabled: SWITCH,
  tombstone_threshold: decimal(0),
  tombstone_compaction_interval: wholeNumber(0, Infinity),
  unchecked_tombstone_compaction: SWITCH,
  only_purge_repaired_tombstones: SWITCH,
  log_all: SWITCH,
  provide_overlapping_tombstones: oneOfAnyCase('NONE', 'ROW', 'CELL'),
};

const THRESHOLDS: SubOptions = { min_threshold: wholeNumber(2), max_threshold: wholeNumber(2) };

const SIZED: SubOptions = {
  ...COMMON,
  ...THRESHOLDS,
  min_sstable_size: wholeNumber(0, Infinity),
  bucket_low: decimal(),
  bucket_high: decimal(),
};

const WRITE_TIME_UNITS = ['SECONDS', 'MILLISECONDS', 'MICROSECONDS', 'NANOSECONDS'];

export const COMPACTION_CLASSES: ClassFamily = {
  package: 'org.apache.cassandra.db.compaction',
  common: { ...COMMON, ...THRESHOLDS },
  classes: {
    SizeTieredCompactionStrategy: { subOptions: SIZED, conflict: sizedConflict },
    LeveledCompactionStrategy: {
      subOptions: {
        ...SIZED,
        sstable_size_in_mb: wholeNumber(1),
        fanout_size: wholeNumber(1),
        single_sstable_uplevel: SWITCH,
      },
      conflict: (map) => sizedConflict(map) ?? leveledConflict(map),
    },
    TimeWindowCompactionStrategy: {
      subOptions: {
        ...SIZED,
        compaction_window_unit: oneOf('MINUTES', 'HOURS', 'DAYS'),
        compaction_window_size: wholeNumber(1),
        timestamp_resolution: oneOf(...WRITE_TIME_UNITS),
        expired_sstable_check_frequency_seconds: wholeNumber(0, Infinity),
        unsafe_aggressive_sstable_expiration: SWITCH,
      },
      conflict: sizedConflict,
    },
    UnifiedCompactionStrategy: {
      since: { major: 5, minor: 0 },
      subOptions: {
        ...COMMON,
        scaling_parameters: SCALING_PARAMETERS,
        target_sstable_size: size('1MiB'),
        min_sstable_size: size('0B'),
        base_shard_count: wholeNumber(1),
        sstable_growth: SHARE,
        flush_size_override: size('1MiB'),
        max_sstables_to_compact: wholeNumber(-(2 ** 31)),
        expired_sstable_check_frequency_seconds: wholeNumber(1, Infinity),
        unsafe_aggressive_sstable_expiration: SWITCH,
        overlap_inclusion_method: oneOfAnyCase('NONE', 'SINGLE', 'TRANSITIVE'),
      },
      conflict: unifiedConflict,
    },
    DateTieredCompactionStrategy: {
      removedIn: { major: 5, minor: 0 },
      subOptions: {
        ...SIZED,
        max_sstable_age_days: decimal(0),
        base_time_seconds: wholeNumber(1, Infinity),
        max_window_size_seconds: wholeNumber(0, Infinity),
        timestamp_resolution: oneOf(...WRITE_TIME_UNITS),
        expired_sstable_check_frequency_seconds: wholeNumber(0, Infinity),
      },
      conflict: sizedConflict,
    },
    // ScyllaDB's default.
    IncrementalCompactionStrategy: {},
  },
};

function sizedConflict(map: TextMap): string | undefined {
  const { min_threshold: min, max_threshold: max } = { ...DEFAULT_THRESHOLDS, ...map };
  if (Number(min) > Number(max)) return `minThreshold (${min}) must not be above maxThreshold (${max})`;
  const { bucket_low: low = DEFAULT_BUCKETS.low, bucket_high: high = DEFAULT_BUCKETS.high } = map;
  return Number(low) < Number(high) ? undefined : `bucketLow (${low}) must be below bucketHigh (${high})`;
}

/** The server counts the bytes of the ninth level in a long. */
function leveledConflict({
  sstable_size_in_mb: size = '160',
  fanout_size: fanout = '10',
}: TextMap): string | undefined {
  if (Number(size) * 2 ** 20 * Number(fanout) ** 8 <= 2 ** 63) return undefined;
  return `fanoutSize (${fanout}) with sstableSizeInMb (${size}) makes larger levels than the server can count`;
}

function unifiedConflict(map: TextMap): string | undefined {
  const { min_sstable_size: min = '0B', target_sstable_size: target = DEFAULT_TARGET_SIZE } = map;
  if ((byteSize(min) ?? 0) <= (byteSize(target) ?? 0) * 0.7) return undefined;
  return `minSstableSize (${min}) must be at most 70 % of targetSstableSize (${target})`;
}
