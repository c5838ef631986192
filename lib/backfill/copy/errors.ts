import { CoodieError } from '../../core/error.js';
import type { Copy } from './check-copy.js';

export interface CopyDifference {
  /** Number of rows that the source asks for. */
  readonly wanted: number;
  readonly found: number;
  /** Keys of some rows that differ, and how. */
  readonly rows: readonly string[];
}

/** The target of a copy does not have what the source asks for. Nothing is lost: both tables stay as they are. */
export class CopyDiffersError extends CoodieError {
  readonly code = 'COODIE_COPY_DIFFERS';
  readonly from: string;
  readonly to: string;

  constructor(
    { from, to }: Pick<Copy, 'from' | 'to'>,
    readonly difference: CopyDifference,
  ) {
    const { wanted, found, rows } = difference;
    super([`${to} is no copy of ${from}: it has ${found} rows, and ${wanted} are wanted.`, ...rows].join('\n  '), {
      hint: 'Rows that the application writes meanwhile are differences: verify while it does not, or without `verify`.',
    });
    this.from = from;
    this.to = to;
  }
}
