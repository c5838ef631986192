import type { CompactionOptions } from './compaction-options.js';
import type { CompressionOptions } from './compression-options.js';

/**
 * The options of a table or materialized view. An option that is not given is not managed: the server's default applies
 * when the table is created, and whatever it is set to later is left alone.
 *
 * Without a note an option exists in Cassandra 4.0 and later.
 */
export interface TableOptions {
  /** How long a write waits before it also goes to one replica more: spelled like `speculativeRetry`. Default `'99p'`. Not in ScyllaDB. */
  readonly additionalWritePolicy?: string;

  /** Whether dropping or truncating the table takes a snapshot, where the node does so at all. Default true. Cassandra 5.0 and later. */
  readonly allowAutoSnapshot?: boolean;

  /**
   * Share of reads for a missing partition that the bloom filter fails to answer: more than 0.0000671, at most 1 (no filter).
   * Default 0.01; 0.1 for a table created with LeveledCompactionStrategy. Fixed at creation unless declared.
   */
  readonly bloomFilterFpChance?: number;

  /** Content of the key cache and the row cache. Default `{ keys: 'ALL', rowsPerPartition: 'NONE' }`. */
  readonly caching?: CachingOptions;

  /** Whether writes are kept for change data capture. Default false. Lost without an error on a node whose cdc is off. Not in ScyllaDB. */
  readonly cdc?: boolean;

  /** Free text about the table. Default `''`. */
  readonly comment?: string;

  /** How SSTables are merged. Default SizeTieredCompactionStrategy, unless the operator set another one (5.0 and later). */
  readonly compaction?: CompactionOptions;

  /** How SSTables are compressed; `false` turns compression off. Default `{ class: 'LZ4Compressor', chunkLengthInKb: 16 }`. */
  readonly compression?: CompressionOptions;

  /** Probability, from 0 to 1, that a read verifies the checksum of a compressed chunk. Default 1. */
  readonly crcCheckChance?: number;

  /**
   * Seconds after which a row expires that was written without a TTL of its own: 0 (never) to 630720000 (20 years).
   * Default 0. Not for tables with counters, nor for materialized views.
   */
  readonly defaultTimeToLive?: number;

  /**
   * Seconds that a deletion is remembered: repairs must run more often than this, or deleted rows come back.
   * Default 864000 (10 days). 0 is refused on materialized views and their base tables.
   */
  readonly gcGraceSeconds?: number;

  /** Whether new SSTables are hard-linked for backup, where the node does so at all. Default true. Cassandra 5.0 and later. */
  readonly incrementalBackups?: boolean;

  /** Rows between two entries of the index summary, at most: at least `minIndexInterval`. Default 2048. */
  readonly maxIndexInterval?: number;

  /** Name of a memtable configuration in the server's `cassandra.yaml`; upper and lower case differ. Default `'default'`. Cassandra 4.1 and later. */
  readonly memtable?: string;

  /** Milliseconds after which a memtable is written to disk even if it is not full; 0 switches that off. Default 0. */
  readonly memtableFlushPeriodInMs?: number;

  /** Rows between two entries of the index summary, at least: 1 or more. Default 128. */
  readonly minIndexInterval?: number;

  /**
   * `'BLOCKING'`: a read that finds replicas apart repairs them before it answers, so reads do not go back in time.
   * `'NONE'`: it does not, so the writes of one statement are seen together. Default `'BLOCKING'`. Not in ScyllaDB.
   */
  readonly readRepair?: 'BLOCKING' | 'NONE';

  /**
   * How long a read waits before it also asks another replica: a percentile of the latency (`'99p'`), a time (`'50ms'`),
   * `'MIN(99p,50ms)'`, `'MAX(99p,50ms)'`, `'ALWAYS'` or `'NEVER'`. Default `'99p'`.
   */
  readonly speculativeRetry?: string;
}

export interface CachingOptions {
  /** Whether the place of each partition is cached. The server reads a missing `keys` as `'NONE'`. */
  readonly keys?: 'ALL' | 'NONE';
  /** How many rows of a partition that is read are cached, counted from its start. Missing means `'NONE'`. */
  readonly rowsPerPartition?: 'ALL' | 'NONE' | number;
}

export type OptionName = keyof TableOptions;

/** Text, number, switch, or one of the three map options with the names and values that the server stores. */
export type OptionValue = string | number | boolean | Readonly<Record<string, string>>;

/**
 * Table options in the one form that declarations and stored rows are both parsed into. What is absent was not declared,
 * or could not be read: it is not managed.
 */
export type CanonicalOptions = Partial<Readonly<Record<OptionName, OptionValue>>>;
