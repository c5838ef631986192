import { renderSvg } from '../core/erd/render-svg.js';
import { visibleJson } from '../core/text/visible.js';
import { migrationsJson, schemaJson } from '../present/page/page-json.js';
import type { Reading } from '../present/page/page-view.js';
import { renderPage } from '../present/page/render-page.js';
import { ConnectionReader, type ConnectionSource } from './connection-source.js';

/** An answer to a request. */
export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** Headers of every answer: nothing is loaded, run, kept or shown in a frame. */
export const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'",
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
};

/** Names of what there is beside the page. */
export const FILES = ['erd.svg', 'schema.json', 'migrations.json'] as const;
export type FileName = (typeof FILES)[number];

/** The page and what is beside it. */
export class Pages {
  private readonly readers: ReadonlyMap<string, ConnectionReader>;

  constructor(sources: readonly ConnectionSource[]) {
    this.readers = new Map(sources.map((source) => [source.name, new ConnectionReader(source)]));
  }

  /** The page for an address: its links are relative, so that a proxy may put it anywhere. */
  async page(url: string): Promise<Answer> {
    const connections = await Promise.all([...this.readers.values()].map((reader) => reader.read()));
    const body = renderPage({ connections, now: new Date(), base: baseOf(url), refreshes: refreshes(url) });
    return { status: 200, type: 'text/html; charset=utf-8', body };
  }

  /** One of the files, of the connection that is named or of the first one. */
  async file(name: FileName, connection?: string): Promise<Answer> {
    const [first] = this.readers.values();
    const reader = connection === undefined ? first : this.readers.get(connection);
    if (!reader) return json(404, { error: { message: 'There is no connection of that name.' } });
    const view = await reader.read();
    if (name === 'schema.json') return answerOf(schemaJson(view));
    if (name === 'migrations.json') return answerOf(migrationsJson(view));
    return { status: 200, type: 'image/svg+xml; charset=utf-8', body: renderSvg(view.diagram) };
  }
}

function baseOf(url: string): string {
  const path = url.replace(/[?#].*$/s, '');
  return path.endsWith('/') ? '' : `${path.slice(path.lastIndexOf('/') + 1)}/`;
}

function refreshes(url: string): boolean {
  return new URLSearchParams(/\?([^#]*)/.exec(url)?.[1]).get('refresh') === 'on';
}

function answerOf(reading: Reading<unknown>): Answer {
  if (reading.kind === 'read') return json(200, reading.value);
  return json(503, { error: { message: reading.message, hint: reading.hint } });
}

function json(status: number, value: unknown): Answer {
  return { status, type: 'application/json; charset=utf-8', body: `${visibleJson(value)}\n` };
}
