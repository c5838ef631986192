import type { SparkFile } from '../../core/spark/spark-files.js';
import type { Difference } from '../copy/copy-examples.js';
import type { BackfillCondition } from '../state-row.js';
import type { UncheckedStatement } from './row-check.js';

/** @publicApi */
export interface VerifyBackfillOptions {
  /** Compares the values of a copy as well, and not only the numbers of rows. */
  readonly hash?: boolean | undefined;
  /**
   * Notes that the backfill is finished, where everything is equal: whoever has written the rows, no run has to. The values of
   * a copy are compared then. Refused while a process works on it.
   */
  readonly finish?: boolean | undefined;
  /** Seconds to wait for another process that runs it, to finish it. */
  readonly lockWait?: number | undefined;
  /** Ends the comparison. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Comparison of what a backfill was to write with what is there.
 * @publicApi
 */
export interface BackfillVerification {
  readonly name: string;
  /** State of the backfill after it; undefined where it was never started. */
  readonly state: BackfillCondition | undefined;
  /** Comparison that was made: the numbers of rows or the digests of their values for a copy, else the cells that `row` writes. */
  readonly compared: 'count' | 'hash' | 'cells';
  /** `unclear` where nothing differs, but some statements could not be checked. */
  readonly outcome: 'equal' | 'different' | 'unclear';
  /** The table that is read, and for a copy the one that it writes to. */
  readonly table: string;
  readonly into: string | undefined;
  /** Rows of the source. */
  readonly rows: number;
  /** Rows of the target of a copy. */
  readonly found: number | undefined;
  /** Rows that differ; undefined for a copy, whose rows are not compared one by one. */
  readonly differing: number | undefined;
  /** Token ranges; which of them differ is not known where the target has another partition key. */
  readonly ranges: { readonly total: number; readonly differing: number | undefined };
  /** Some of the rows that differ. The values of the cells are not among them. */
  readonly examples: readonly Difference[];
  /** Statements whose effect could not be looked at. */
  readonly unchecked: readonly UncheckedStatement[];
}

/**
 * A backfill as a job for Spark.
 * @publicApi
 */
export interface SparkExport {
  readonly name: string;
  readonly table: string;
  readonly into: string;
  readonly files: readonly SparkFile[];
  /** Options of the backfill that the job does not know. */
  readonly notes: readonly string[];
}
