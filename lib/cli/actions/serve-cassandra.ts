import { askedToEnd } from '../application/end-of-process.js';
import { EXIT, type ExitCode } from '../settings/exit-code.js';
import { presentServer } from '../../present/server.presenter.js';
import type { Settings } from '../settings/settings.js';
import type { Terminal } from '../terminal/terminal.js';

const DEFAULT_VERSION = '5.0.8';

/** Runs a server until Ctrl-C. The library that can is loaded only here. */
export async function serveCassandra({ task, connection }: Settings, terminal: Terminal): Promise<ExitCode> {
  const { EmbeddedCassandra } = await import('../../testing/index.js');
  const { cassandraVersion: version = DEFAULT_VERSION, nodes = 1, dataDir: directory } = task;
  const { port } = connection;
  const log = (line: string): void => terminal.warn(line);
  const server = await EmbeddedCassandra.start({ version, nodes, port, directory, log });
  try {
    const { contactPoints, localDataCenter } = server;
    const view = { version, contactPoints, port, localDataCenter, keepsData: directory !== undefined };
    terminal.show({ text: presentServer(view, terminal.paint), json: view });
    await askedToEnd();
    terminal.warn('Stopping.');
  } finally {
    await server.stop();
  }
  return EXIT.done;
}
