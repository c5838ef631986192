import { formatDuration } from '../text/figures.js';
import { visible } from '../text/visible.js';
import type { Progress } from './progress.js';

/** Progress of a backfill, or of its verification. */
export type BackfillProgress = Extract<Progress, { readonly kind: 'backfill-progress' | 'verification-progress' }>;

export function isBackfillProgress(progress: Progress): progress is BackfillProgress {
  return progress.kind === 'backfill-progress' || progress.kind === 'verification-progress';
}

/** `split-names  62 %  1,240,000 rows · 18,200/s · ETA 4 min · 128 in flight · 0 dead`. */
export function backfillLine(progress: BackfillProgress): string {
  const { name, share, rows, perSecond, remaining } = progress;
  const isWriting = progress.kind === 'backfill-progress';
  const figures = [
    `${rows.toLocaleString('en')} rows`,
    `${perSecond.toLocaleString('en')}/s`,
    ...(isWriting && progress.paused ? ['paused'] : []),
    ...(remaining === undefined ? [] : [`ETA ${formatDuration(remaining)}`]),
    ...(isWriting ? [`${progress.inFlight} in flight`, `${progress.dead} dead`] : []),
  ];
  const what = isWriting ? '' : 'compared ';
  return `${visible(name)}  ${what}${Math.floor(share * 100)} %  ${figures.join(' · ')}`;
}
