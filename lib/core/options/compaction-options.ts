const PACKAGE = 'org.apache.cassandra.db.compaction';

type BuiltIn<Name extends string> = Name | `${typeof PACKAGE}.${Name}`;

/** One compaction strategy with its sub-options. An ALTER replaces all of them: what is not given is at its default again. */
export type CompactionOptions =
  | SizeTieredCompaction
  | LeveledCompaction
  | TimeWindowCompaction
  | UnifiedCompaction
  | DateTieredCompaction
  | IncrementalCompaction
  | CustomCompaction;

/** Options of every compaction strategy of Cassandra. */
interface CommonCompaction {
  /** Whether the table is compacted in the background. Default true. */
  readonly enabled?: boolean;
  /** Share of droppable tombstones above which an SSTable is compacted alone. Default 0.2. */
  readonly tombstoneThreshold?: number;
  /** Seconds that an SSTable must be old before it is compacted alone. Default 86400. */
  readonly tombstoneCompactionInterval?: number;
  /** Whether that happens without first looking for overlapping SSTables. Default false. */
  readonly uncheckedTombstoneCompaction?: boolean;
  /** Whether only repaired tombstones are dropped. Default false. */
  readonly onlyPurgeRepairedTombstones?: boolean;
  /** Whether every compaction is logged to a file of its own. Default false. */
  readonly logAll?: boolean;
  /** How far overlapping SSTables are searched for data that tombstones delete. Default `'NONE'`. */
  readonly provideOverlappingTombstones?: 'NONE' | 'ROW' | 'CELL';
}

/** Options shared by the strategies that group SSTables by size. */
interface SizedCompaction extends CommonCompaction {
  /** SSTables of similar size that start a compaction: 2 or more. Default 4. */
  readonly minThreshold?: number;
  /** SSTables in one compaction, at most. Default 32. */
  readonly maxThreshold?: number;
  /** Bytes below which SSTables count as equally large. Default 52428800 (50 MiB). */
  readonly minSstableSize?: number;
  /** SSTables of this factor of the average size and more are similar. Default 0.5. */
  readonly bucketLow?: number;
  /** SSTables of this factor of the average size and less are similar. Default 1.5. */
  readonly bucketHigh?: number;
}

export interface SizeTieredCompaction extends SizedCompaction {
  readonly class: BuiltIn<'SizeTieredCompactionStrategy'>;
}

export interface LeveledCompaction extends SizedCompaction {
  readonly class: BuiltIn<'LeveledCompactionStrategy'>;
  /** Size of an SSTable in MiB. Default 160. */
  readonly sstableSizeInMb?: number;
  /** How many times larger each level is than the one above it. Default 10. */
  readonly fanoutSize?: number;
  /** Whether a single SSTable may move up without being rewritten. Default true. */
  readonly singleSstableUplevel?: boolean;
}

export interface TimeWindowCompaction extends SizedCompaction {
  readonly class: BuiltIn<'TimeWindowCompactionStrategy'>;
  /** Default `'DAYS'`. */
  readonly compactionWindowUnit?: 'MINUTES' | 'HOURS' | 'DAYS';
  /** Units in a window: 1 or more. Default 1. */
  readonly compactionWindowSize?: number;
  /** Unit of the write times of this table. Default `'MICROSECONDS'`, as drivers send them. */
  readonly timestampResolution?: 'SECONDS' | 'MILLISECONDS' | 'MICROSECONDS' | 'NANOSECONDS';
  /** Seconds between two searches for SSTables that have expired as a whole. Default 600. */
  readonly expiredSstableCheckFrequencySeconds?: number;
  /** Whether these are dropped without looking for overlaps. Default false; the server must be started with leave to do so. */
  readonly unsafeAggressiveSstableExpiration?: boolean;
}

/** Cassandra 5.0 and later. */
export interface UnifiedCompaction extends CommonCompaction {
  readonly class: BuiltIn<'UnifiedCompactionStrategy'>;
  /** Tiered, leveled or in between, level by level: `'T4'`, `'T4, L10, N'`. Default `'T4'`. */
  readonly scalingParameters?: string;
  /** Size of an SSTable to aim at, with unit: 1 MiB or more. Default `'1GiB'`. */
  readonly targetSstableSize?: string;
  /** Size below which SSTables are not split, with unit: at most 70 % of `targetSstableSize`. Default `'100MiB'`. */
  readonly minSstableSize?: string;
  /** Shards of the lowest level. Default 4. */
  readonly baseShardCount?: number;
  /** How much SSTables grow with the amount of data: 0 (not at all) to 1, or a percentage as text. Default 0.333. */
  readonly sstableGrowth?: number | `${number}%`;
  /** Size of a flush, where the server's own measure will not do, with unit: 1 MiB or more. */
  readonly flushSizeOverride?: string;
  /** SSTables in one compaction, at most. Default: not limited. */
  readonly maxSstablesToCompact?: number;
  /** Seconds between two searches for SSTables that have expired as a whole: 1 or more. Default 600. */
  readonly expiredSstableCheckFrequencySeconds?: number;
  /** Whether these are dropped without looking for overlaps. Default false; the server must be started with leave to do so. */
  readonly unsafeAggressiveSstableExpiration?: boolean;
  /** Which overlapping SSTables join a compaction. Default `'TRANSITIVE'`. */
  readonly overlapInclusionMethod?: 'NONE' | 'SINGLE' | 'TRANSITIVE';
}

/** Cassandra 4.0 and 4.1 only; use TimeWindowCompactionStrategy instead. */
export interface DateTieredCompaction extends SizedCompaction {
  readonly class: BuiltIn<'DateTieredCompactionStrategy'>;
  /** Days after which an SSTable is not compacted any more; fractions are allowed. Default: 1000 years. */
  readonly maxSstableAgeDays?: number;
  /** Seconds in the first window. Default 60. */
  readonly baseTimeSeconds?: number;
  /** Seconds in the largest window. Default 86400. */
  readonly maxWindowSizeSeconds?: number;
  /** Unit of the write times of this table. Default `'MICROSECONDS'`. */
  readonly timestampResolution?: 'SECONDS' | 'MILLISECONDS' | 'MICROSECONDS' | 'NANOSECONDS';
  /** Seconds between two searches for SSTables that have expired as a whole. Default 600. */
  readonly expiredSstableCheckFrequencySeconds?: number;
}

/** ScyllaDB's own, and its default; sub-options spelled as it spells them. */
export interface IncrementalCompaction {
  readonly class: 'IncrementalCompactionStrategy';
  readonly [subOption: string]: string | number | boolean;
}

/** A strategy of another maker: its class with the package, and sub-options spelled as that class spells them. */
export interface CustomCompaction {
  readonly class: `${string}.${string}`;
  readonly [subOption: string]: string | number | boolean;
}
