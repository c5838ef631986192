import { markup, type Markup } from '../../core/text/markup.js';
import type { Reading } from './page-view.js';

/** Text in the place of what could not be read. */
export function unread(what: string, { message, hint }: Extract<Reading<unknown>, { kind: 'failed' }>): Markup {
  const advice = hint === undefined ? '' : markup`<p>${hint}</p>`;
  return markup`<p><span class="bad">✖ ${what} could not be read:</span> ${message}</p>${advice}`;
}
