import type { Report } from '../core/progress/progress.js';
import type { Backfill } from './check-options.js';
import type { BackfillAccess } from './hold.js';
import type { RowSink } from './page-writes.js';
import type { BackfillRecord } from './state-row.js';

export interface EngineOptions {
  readonly backfill: Backfill;
  readonly record: BackfillRecord;
  readonly access: BackfillAccess;
  /** The process, as the ranges show it. */
  readonly owner: string;
  /** A paused backfill waits until it is resumed, or its work ends here. */
  readonly whenPaused: 'wait' | 'stop';
  /** Whether other processes work on ranges of it as well: then the rate is shared with them. */
  readonly shared: boolean;
  readonly report: Report;
  /** Takes the rows instead of `row` and its writes. */
  readonly sink?: RowSink | undefined;
}
