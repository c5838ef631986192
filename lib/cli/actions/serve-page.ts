import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { DEFAULT_CONNECTION } from '../../nest/coodie.constants.js';
import type { Answer, FileName, Pages } from '../../dashboard/pages.js';
import { askedToEnd } from '../application/end-of-process.js';
import type { OpenApplication } from '../application/open-application.js';
import { EXIT, type ExitCode } from '../settings/exit-code.js';
import type { Terminal } from '../terminal/terminal.js';

export interface PageRun {
  readonly application: OpenApplication;
  readonly terminal: Terminal;
  /** 0 for any that is free. */
  readonly port: number;
}

/** Serves the page of the dashboard on this machine alone until Ctrl-C. What makes it is loaded only here. */
export async function servePage({ application, terminal, port }: PageRun): Promise<ExitCode> {
  const { FILES, HEADERS, Pages: PagesOf } = await import('../../dashboard/pages.js');
  const pages = new PagesOf([{ name: DEFAULT_CONNECTION, ...application }]);
  const server = createServer((request, response) => {
    void answerTo(request, pages, FILES).then((answer) => send(response, answer, HEADERS));
  });
  server.listen(port, ADDRESS);
  await once(server, 'listening');
  try {
    const url = `http://${ADDRESS}:${portOf(server)}/`;
    terminal.show({ text: `${url}\n\nCtrl-C ends it.`, json: { url, keyspace: application.keyspace } });
    await askedToEnd();
  } finally {
    server.close();
    server.closeAllConnections();
  }
  return EXIT.done;
}

const ADDRESS = '127.0.0.1';

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function answerTo(request: IncomingMessage, pages: Pages, files: readonly FileName[]): Promise<Answer> {
  const { method, url = '/', headers } = request;
  if (!isLocal(headers.host)) return plain(403, 'This page is for the browser of this machine.');
  if (method !== 'GET' && method !== 'HEAD') return plain(405, 'The page can only be read.');
  const [path, query] = url.split('?');
  if (path === '/') return pages.page(url);
  const name = files.find((file) => path === `/${file}`);
  if (!name) return plain(404, 'There is no such page.');
  return pages.file(name, new URLSearchParams(query).get('connection') ?? undefined);
}

/** Keeps a foreign page whose host name resolves to this address from reading this one (DNS rebinding). */
function isLocal(host: string | undefined): boolean {
  return /^(?:127\.0\.0\.1|localhost)(?::\d+)?$/.test(host ?? '');
}

function plain(status: number, message: string): Answer {
  return { status, type: 'text/plain; charset=utf-8', body: `${message}\n` };
}

function send(
  response: ServerResponse,
  { status, type, body }: Answer,
  headers: Readonly<Record<string, string>>,
): void {
  response.writeHead(status, { ...headers, 'content-type': type });
  response.end(body);
}
