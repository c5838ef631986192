import type { BackfillStatus } from '../../backfill/backfill-status.js';
import { dataTable } from '../../core/text/data-table.js';
import { type Content, markup, type Markup } from '../../core/text/markup.js';
import { type ConnectionView, unread } from './page-view.js';

/** Every backfill with its progress; nothing where there was never one. */
export function backfillSection({ backfills, server }: ConnectionView): Markup {
  if (backfills.kind === 'failed') return markup`<h3>Backfills</h3>\n${unread('The backfills', backfills, server)}`;
  const { value } = backfills;
  if (value.length === 0) return markup``;
  return markup`<h3>Backfills</h3>
${dataTable({ label: 'Backfills', headings: HEADINGS, rows: value.map(row) })}`;
}

/** Whether a process is at work on one. */
export function isFilling({ backfills }: ConnectionView): boolean {
  return backfills.kind === 'read' && backfills.value.some(({ state, workers }) => state === 'running' && workers > 0);
}

const HEADINGS = ['Backfill', 'State', 'Done', 'Rows', 'Dead rows', 'Processes'] as const;

const SIGNS: Readonly<Record<BackfillStatus['state'], readonly [sign: string, style: string]>> = {
  running: ['●', 'warn'],
  paused: ['‖', 'warn'],
  finished: ['✔', 'good'],
  cancelled: ['✖', 'bad'],
};

function row({ name, table, state, reason, share, rows, dead, workers }: BackfillStatus): readonly Content[] {
  const [sign, style] = SIGNS[state];
  const percent = Math.floor(share * 100);
  const source = table === undefined ? '' : markup`<br><span class="quiet">from ${table}</span>`;
  const why = reason === undefined ? '' : markup`<br>${reason}`;
  return [
    markup`${name}${source}`,
    markup`<span class="${style}">${sign} ${state}</span>${why}`,
    markup`<progress max="100" value="${percent}" aria-label="Progress of ${name}"></progress> ${percent} %`,
    rows.toLocaleString('en-US'),
    dead === 0 ? '0' : markup`<span class="bad">${dead}</span>`,
    String(workers),
  ];
}
