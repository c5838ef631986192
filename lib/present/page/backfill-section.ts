import type { BackfillStatus } from '../../backfill/backfill-status.js';
import { dataTable } from '../../core/text/data-table.js';
import { formatAge, formatCount } from '../../core/text/figures.js';
import { type Content, markup, type Markup } from '../../core/text/markup.js';
import { adviceOn, BACKFILL_SIGNS, percent, workers } from '../backfill.presenter.js';
import { CLASSES, type ConnectionView, unread } from './page-view.js';

/** Every backfill and how far it is. Nothing where there never was one. */
export function backfillSection({ backfills, server }: ConnectionView, now: Date): Markup {
  if (backfills.kind === 'failed') return markup`<h3>Backfills</h3>\n${unread('The backfills', backfills, server)}\n`;
  if (backfills.value.length === 0) return markup``;
  const rows = backfills.value.toSorted(byUrgency).map((status) => row(status, now));
  return markup`<h3>Backfills</h3>
${dataTable({ label: 'Backfills', headings: HEADINGS, rows })}
`;
}

const HEADINGS = ['Backfill', 'State', 'Progress', 'Rows', 'Started', 'Remark'] as const;

/** Running ones come first, then the latest. */
function byUrgency(one: BackfillStatus, other: BackfillStatus): number {
  return Number(isOpen(other)) - Number(isOpen(one)) || other.startedAt.getTime() - one.startedAt.getTime();
}

const isOpen = ({ state }: BackfillStatus) => state === 'running' || state === 'paused';

function row(status: BackfillStatus, now: Date): readonly Content[] {
  const { name, state, table, share, ranges, rows, dead, startedAt } = status;
  const [sign, colour] = BACKFILL_SIGNS[state];
  const of = table === undefined ? '' : markup`<br><span class="quiet">of ${table}</span>`;
  const lost = dead === 0 ? '' : markup`<br><span class="bad">✖ ${dead} dead</span>`;
  return [
    markup`${name}${of}`,
    markup`<span class="${CLASSES[colour]}">${sign} ${state}</span>`,
    markup`<progress max="100" value="${Math.floor(share * 100)}" aria-label="Progress of ${name}"></progress> ${percent(share)}<br><span class="quiet">${ranges.done} of ${formatCount(ranges.total, 'range')}</span>`,
    markup`${rows.toLocaleString('en')}${lost}`,
    markup`<time datetime="${startedAt.toISOString()}">${formatAge(startedAt, now)}</time>`,
    remarkOn(status),
  ];
}

function remarkOn(status: BackfillStatus): string {
  const { state, reason, migration, rate, background } = status;
  const advice = adviceOn(status);
  const pace = rate === undefined ? [] : [`At most ${rate.toLocaleString('en')} rows per second`];
  return [
    ...(reason === undefined ? [] : [reason]),
    // The advice says so if no process works on one in the background.
    ...(state === 'running' && (status.workers > 0 || !background) ? [`At work: ${workers(status)}`] : []),
    ...(state === 'running' ? pace : []),
    ...(migration === undefined ? [] : [`Begun by ${migration}`]),
    ...(advice === undefined ? [] : [advice]),
  ].join('. ');
}
