import type { BackfillTrial } from '../backfill/try-backfill.js';
import { formatCount } from '../core/text/figures.js';
import { onOneLine, visible } from '../core/text/visible.js';

/** Rows per second of a small cluster; the estimate of a table that takes long is no more than a guess. */
const ROWS_PER_SECOND = 10_000;
/** Seconds. */
const LONG = 900;

/** Lines of a dry run about a backfill: comments, so that the whole can be pasted. */
export function presentTrial(trial: BackfillTrial): readonly string[] {
  const { table, ranges, partitions, rows, skipped, statements, problems } = trial;
  const size = partitions === undefined ? 'of unknown size' : `of about ${partitions.toLocaleString('en')} partitions`;
  const written = rows - skipped - problems.length;
  return [
    `-- table ${visible(table)} ${size}, in ${formatCount(ranges, 'range')}`,
    ...(rows === 0
      ? []
      : [`-- tried on ${formatCount(rows, 'row')}: ${written} to be written, ${skipped} to be skipped`]),
    ...statements.map(({ cql, count }) => `-- ${count} × ${onOneLine(cql)}`),
    ...problems.map((problem) => `-- ${onOneLine(problem)}`),
    ...(isLong(trial)
      ? ['-- other starts wait for this lock, perhaps longer than 15 minutes: see background: true']
      : []),
  ];
}

function isLong({ partitions = 0, rate, background }: BackfillTrial): boolean {
  return !background && partitions / Math.min(rate ?? ROWS_PER_SECOND, ROWS_PER_SECOND) > LONG;
}
