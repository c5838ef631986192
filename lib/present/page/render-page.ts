import { objectList } from '../../core/erd/object-list.js';
import { PAGE_STYLE } from '../../core/erd/page-style.js';
import { drawing } from '../../core/erd/render-html.js';
import type { LockHolder } from '../../core/progress/lock-holder.js';
import { Markup, markup } from '../../core/text/markup.js';
import { presentHolder } from '../lock-holder.presenter.js';
import { backfillSection } from './backfill-section.js';
import { differenceSection } from './difference-section.js';
import { migrationSection } from './migration-section.js';
import { type ConnectionView, type PageView, type Reading, type ServerView, unread } from './page-view.js';
import { tenantSection } from './tenant-section.js';

/** The state of connections as one page without scripts and without other files. */
export function renderPage(view: PageView): string {
  const { connections } = view;
  const names = connections.map(({ keyspace }) => keyspace).join(', ');
  const { text } = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${isRunning(view) && view.refreshes ? markup`<meta http-equiv="refresh" content="${REFRESH}">\n` : ''}<title>coodie: ${names}</title>
<style>${new Markup(PAGE_STYLE)}</style>
</head>
<body>
<main>
<h1>Schema and migrations</h1>
<p class="quiet">As of <time datetime="${view.now.toISOString()}">${view.now.toISOString().slice(0, 19).replace('T', ' ')} UTC</time></p>
${isRunning(view) ? refreshLine(view) : ''}${connections.length > 1 ? contents(view) : ''}${connections.map((connection, index) => section(connection, view, idOf(index)))}</main>
</body>
</html>
`;
  return text;
}

/** Seconds between two looks while a run is under way. */
const REFRESH = 5;

function isRunning({ connections }: PageView): boolean {
  return connections.some(
    ({ holder, backfills }) =>
      (holder.kind === 'read' && holder.value !== undefined) ||
      (backfills.kind === 'read' && backfills.value.some(({ state }) => state === 'running')),
  );
}

/** A page that moves under its reader unasked is an obstacle: it loads itself again only on request. */
function refreshLine({ refreshes }: PageView): Markup {
  return refreshes
    ? markup`<p>A run is under way: the page loads itself again every ${REFRESH} seconds. <a href="?refresh=off">Stop that</a></p>\n`
    : markup`<p>A run is under way. <a href="?refresh=off">Load the page again</a>, or <a href="?refresh=on">every ${REFRESH} seconds</a></p>\n`;
}

function contents({ connections }: PageView): Markup {
  const links = connections.map(
    ({ keyspace, name }, index) => markup`<li><a href="#${idOf(index)}">${keyspace}</a>, connection ${name}</li>`,
  );
  return markup`<nav aria-label="Connections"><ul>${links}</ul></nav>\n`;
}

const idOf = (index: number) => `connection-${index + 1}`;

function section(connection: ConnectionView, { now, base }: PageView, id: string): Markup {
  const { name, keyspace, server, diagram, drawn, tenants } = connection;
  const query = `?connection=${encodeURIComponent(name)}`;
  return markup`<section aria-labelledby="${id}">
<h2 id="${id}">${keyspace}</h2>
<p class="quiet">connection ${name}</p>
${serverLine(server)}
${tenants ? tenantSection(tenants, connection) : migrationSection(connection, now)}
${backfillSection(connection, now)}${lockSection(connection, now)}
${tenants ? '' : differenceSection(connection)}
<h3>Diagram</h3>
${remarkOn(drawn)}<p><a href="${base}erd.svg${query}">Diagram of ${keyspace} as SVG</a> · <a href="${base}schema.json${query}">schema of ${keyspace} as JSON</a> · <a href="${base}migrations.json${query}">migrations of ${keyspace} as JSON</a></p>
${drawing(diagram)}
${diagram.boxes.length === 0 ? '' : markup`<h3>Tables, views and types</h3>\n${objectList(diagram)}`}</section>
`;
}

function remarkOn(drawn: ConnectionView['drawn']): Markup {
  if (drawn.kind === 'failed')
    return markup`<p class="warn">The diagram is of the entities: the database was not read.</p>`;
  return drawn.value === 'entities'
    ? markup`<p>The diagram is of the entities, which each tenant follows.</p>`
    : markup``;
}

function serverLine(server: Reading<ServerView>): Markup {
  if (server.kind === 'failed') return unread('The database', server);
  const { cluster, version, dataCenter } = server.value;
  return markup`<p><span class="good">✔ connected</span> to ${cluster}, Cassandra ${version}, data centre ${dataCenter}</p>`;
}

/** The holder of the migration lock, if there is one. */
function lockSection({ holder, server }: ConnectionView, now: Date): Markup {
  return markup`<h3>Migration lock</h3>
${holder.kind === 'failed' ? unread('The lock', holder, server) : textOf(holder.value, now)}`;
}

function textOf(holder: LockHolder | undefined, now: Date): Markup {
  if (!holder) return markup`<p><span class="good">✔ free</span></p>`;
  return markup`<p><span class="warn">● held</span> by ${presentHolder(holder, now)}</p>`;
}
