import type { Settings } from '../settings/settings.js';
import type { NewFile } from './new-files.js';

const DEFAULT_HOST = '127.0.0.1';
const DEFAULT_PORT = 9042;

/** The configuration file that says what the command line said, so that no later command has to; never a password. */
export function configFile(
  { application, connection }: Settings,
  entities: string | undefined,
  migrations: string,
): NewFile {
  const { hosts, port, localDc, credentials, keyspace } = connection;
  const own = {
    keyspace,
    ...(hosts.join() === DEFAULT_HOST ? {} : { hosts }),
    ...(port === DEFAULT_PORT ? {} : { port }),
    localDc,
    username: credentials?.username,
    entities,
    migrationsDir: migrations,
  };
  const content = application.app === undefined ? own : { app: application.app };
  return { path: 'coodie.config.json', text: `${JSON.stringify(content, undefined, 2)}\n` };
}
