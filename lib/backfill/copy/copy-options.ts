import type { Preserve } from '../../core/copy/plan-copy.js';
import type { Row } from '../../session/session.js';
import type { BackfillOptions } from '../backfill-options.js';

/** Options of a backfill that a copy takes as well, besides its name. */
export const PACE = ['concurrency', 'rate', 'latency', 'pageSize', 'ranges', 'retries', 'deadRows'] as const;

export type Pace = Pick<BackfillOptions, 'name' | (typeof PACE)[number]>;

/** Options of a copy from one table into another. */
export interface CopyTableOptions extends Pace {
  /** The table that is read, as the schema spells it. */
  readonly from: string;
  /** The table that is written; columns of one name are copied. */
  readonly to: string;
  /** Columns of the source by those of the target that have other names: `{ full_name: 'name' }`. */
  readonly map?: Readonly<Record<string, string>>;
  /**
   * Converts a row of the source before its columns are taken; undefined skips it. Maps and sets are `Map` and `Set`. It may
   * be called again for the same row.
   */
  readonly row?: (row: Row) => Row | undefined | Promise<Row | undefined>;
  /** Properties that each value keeps: its time to live, or that and its write time. Default `none`. */
  readonly preserve?: Preserve;
  /** Comparison at the end: the number of rows, or of each row a digest as well. Default `none`. */
  readonly verify?: 'none' | 'count' | 'hash';
  /** Copies counters, by adding the difference: no one else may write to either table meanwhile. */
  readonly counters?: 'quiesced';
}
