import type { LockHolder } from '../../core/progress/lock-holder.js';
import { markup, type Markup } from '../../core/text/markup.js';
import { presentHolder } from '../lock-holder.presenter.js';
import type { ConnectionView } from './page-view.js';
import { unread } from './unread.js';

/** The holder of the migration lock, if there is one. */
export function lockSection({ holder, server }: ConnectionView, now: Date): Markup {
  return markup`<h3>Migration lock</h3>
${holder.kind === 'failed' ? unread('The lock', holder, server) : textOf(holder.value, now)}`;
}

function textOf(holder: LockHolder | undefined, now: Date): Markup {
  if (!holder) return markup`<p><span class="good">✔ free</span></p>`;
  return markup`<p><span class="warn">● held</span> by ${presentHolder(holder, now)}</p>`;
}
