import { markup, type Markup } from '../../core/text/markup.js';
import type { ConnectionView, Reading } from './page-view.js';
import { withCode } from './with-code.js';

type Failed = Extract<Reading<unknown>, { kind: 'failed' }>;

/** Text in the place of what could not be read, for the same reason as the database itself or for its own. */
export function unread(what: string, { message, hint }: Failed, server?: ConnectionView['server']): Markup {
  if (server?.kind === 'failed' && server.message === message)
    return markup`<p><span class="bad">✖ not read</span>, as the database was not.</p>`;
  const advice = hint === undefined ? '' : markup`<p>${withCode(hint)}</p>`;
  return markup`<p><span class="bad">✖ ${what} could not be read:</span> ${message}</p>${advice}`;
}
