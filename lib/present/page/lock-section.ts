import { markup, type Markup } from '../../core/text/markup.js';
import { presentHolder } from '../lock-holder.presenter.js';
import type { ConnectionView } from './page-view.js';
import { unread } from './unread.js';

/** The holder of the migration lock, if there is one. */
export function lockSection({ holder }: ConnectionView, now: Date): Markup {
  return markup`<h3>Migration lock</h3>
${textOf(holder, now)}`;
}

function textOf(holder: ConnectionView['holder'], now: Date): Markup {
  if (holder.kind === 'failed') return unread('The lock', holder);
  if (!holder.value) return markup`<p><span class="good">✔ free</span></p>`;
  return markup`<p><span class="warn">● held</span> by ${presentHolder(holder.value, now)}</p>`;
}
