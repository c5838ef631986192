import type { BackfillStatus } from '../../backfill/backfill-status.js';
import type { Diagram } from '../../core/erd/diagram.js';
import type { MigrationStatus } from '../../core/history/history.js';
import type { SchemaPlan } from '../../core/plan/plan-schema.js';
import type { LockHolder } from '../../core/progress/lock-holder.js';
import { markup, type Markup } from '../../core/text/markup.js';
import type { TenantStatus } from '../../migrations/migration-tenants.js';

/** A part of the page that was read, or why it was not. */
export type Reading<T> =
  | { readonly kind: 'read'; readonly value: T }
  | { readonly kind: 'failed'; readonly message: string; readonly hint: string | undefined };

/** A connection as it stands. */
export interface ConnectionView {
  readonly name: string;
  readonly keyspace: string;
  readonly migrationsDir: string;
  readonly server: Reading<ServerView>;
  readonly migrations: Reading<readonly MigrationStatus[]>;
  readonly backfills: Reading<readonly BackfillStatus[]>;
  /** Tenants of the connection, if it has any: they take the place of its migrations and differences. */
  readonly tenants: Reading<readonly TenantStatus[]> | undefined;
  /** Holder of the migration lock. */
  readonly holder: Reading<LockHolder | undefined>;
  /** Differences from the entities; `undefined` where there are none to compare with. */
  readonly plan: Reading<SchemaPlan | undefined>;
  /** The schema of the database; where it was not read, and of tenants, that of the entities. */
  readonly diagram: Diagram;
  readonly drawn: Reading<'database' | 'entities'>;
}

export interface ServerView {
  readonly cluster: string;
  readonly version: string;
  readonly dataCenter: string;
}

export interface PageView {
  readonly connections: readonly ConnectionView[];
  readonly now: Date;
  /** Beginning of the addresses beside the page: empty, or `coodie/`. */
  readonly base: string;
  /** Whether the viewer has asked the page to load itself again during a run. */
  readonly refreshes: boolean;
}

/** Classes of the colours that the terminal has. */
export const CLASSES = { green: 'good', yellow: 'warn', red: 'bad' } as const;

type Failed = Extract<Reading<unknown>, { kind: 'failed' }>;

/** Text in the place of what could not be read, for the same reason as the database itself or for its own. */
export function unread(what: string, { message, hint }: Failed, server?: ConnectionView['server']): Markup {
  if (server?.kind === 'failed' && server.message === message)
    return markup`<p><span class="bad">✖ not read</span>, as the database was not.</p>`;
  const advice = hint === undefined ? '' : markup`<p>${withCode(hint)}</p>`;
  return markup`<p><span class="bad">✖ ${what} could not be read:</span> ${message}</p>${advice}`;
}

/** A message as the terminal shows it, with code where it has backticks. */
export function withCode(message: string): Markup {
  const parts = message.split('`');
  return markup`${parts.map((part, index) => (index % 2 === 1 ? markup`<code>${part}</code>` : part))}`;
}
