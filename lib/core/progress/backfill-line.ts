import { formatDuration } from '../text/figures.js';
import { visible } from '../text/visible.js';
import type { Progress } from './progress.js';

type BackfillProgress = Extract<Progress, { readonly kind: 'backfill-progress' }>;

/** `split-names  62 %  1,240,000 rows · 18,200/s · ETA 4 min · 128 in flight · 0 dead`. */
export function backfillLine(progress: BackfillProgress): string {
  const { name, share, rows, perSecond, remaining, inFlight, dead, paused } = progress;
  const figures = [
    `${rows.toLocaleString('en')} rows`,
    `${perSecond.toLocaleString('en')}/s`,
    ...(paused ? ['paused'] : []),
    ...(remaining === undefined ? [] : [`ETA ${formatDuration(remaining)}`]),
    `${inFlight} in flight`,
    `${dead} dead`,
  ];
  return `${visible(name)}  ${Math.floor(share * 100)} %  ${figures.join(' · ')}`;
}
