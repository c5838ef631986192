import { objectList } from '../../core/erd/object-list.js';
import { PAGE_STYLE } from '../../core/erd/page-style.js';
import { drawing } from '../../core/erd/render-html.js';
import { Markup, markup } from '../../core/text/markup.js';
import { differenceSection } from './difference-section.js';
import { migrationSection } from './migration-section.js';
import type { ConnectionView, PageView, Reading, ServerView } from './page-view.js';
import { lockSection } from './lock-section.js';
import { unread } from './unread.js';

/** The state of connections as one page without scripts and without other files. */
export function renderPage(view: PageView): string {
  const { connections } = view;
  const names = connections.map(({ keyspace }) => keyspace).join(', ');
  const { text } = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${isRunning(view) ? markup`<meta http-equiv="refresh" content="${REFRESH}">\n` : ''}<title>coodie: ${names}</title>
<style>${new Markup(PAGE_STYLE)}</style>
</head>
<body>
<main>
<h1>Schema and migrations</h1>
<p class="quiet">As of <time datetime="${view.now.toISOString()}">${view.now.toISOString().slice(0, 19).replace('T', ' ')} UTC</time></p>
${connections.map((connection, index) => section(connection, view, `connection-${index + 1}`))}</main>
</body>
</html>
`;
  return text;
}

/** Seconds between two looks while a run is under way. */
const REFRESH = 5;

function isRunning({ connections }: PageView): boolean {
  return connections.some(({ holder }) => holder.kind === 'read' && holder.value !== undefined);
}

function section(connection: ConnectionView, { now, base }: PageView, id: string): Markup {
  const { name, keyspace, server, diagram, drawn } = connection;
  const query = `?connection=${encodeURIComponent(name)}`;
  const remark =
    drawn.kind === 'read' ? '' : markup`<p class="warn">The diagram is of the entities: the database was not read.</p>`;
  return markup`<section aria-labelledby="${id}">
<h2 id="${id}">${keyspace}</h2>
<p class="quiet">connection ${name}</p>
${serverLine(server)}
${migrationSection(connection, now)}
${lockSection(connection, now)}
${differenceSection(connection)}
<h3>Diagram</h3>
${remark}<p><a href="${base}erd.svg${query}">Diagram of ${keyspace} as SVG</a> · <a href="${base}schema.json${query}">schema of ${keyspace} as JSON</a> · <a href="${base}migrations.json${query}">migrations of ${keyspace} as JSON</a></p>
${drawing(diagram)}
<h3>Tables, views and types</h3>
${diagram.boxes.length === 0 ? markup`<p>None.</p>` : objectList(diagram)}</section>
`;
}

function serverLine(server: Reading<ServerView>): Markup {
  if (server.kind === 'failed') return unread('The database', server);
  const { cluster, version, dataCenter } = server.value;
  return markup`<p><span class="good">✔ connected</span> to ${cluster}, Cassandra ${version}, data centre ${dataCenter}</p>`;
}
