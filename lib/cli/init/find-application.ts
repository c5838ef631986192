import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { UsageError } from '../settings/errors.js';
import type { Settings } from '../settings/settings.js';

const USUAL = ['src/app.module.ts', 'src/app.module.js'];

/**
 * The same settings, with the Nest module at its usual place where neither a module nor a keyspace is named.
 * @throws UsageError where there is none that imports coodie
 */
export async function withFoundApplication(settings: Settings): Promise<Settings> {
  const { application, connection } = settings;
  if (application.app !== undefined || connection.keyspace !== undefined) return settings;
  const app = USUAL.find((path) => existsSync(path));
  if (app !== undefined && (await readFile(app, 'utf8')).includes('CoodieModule'))
    return { ...settings, application: { ...application, app } };
  const found = app === undefined ? `There is no ${USUAL[0]}` : `${app} does not import CoodieModule`;
  throw new UsageError([`${found}, and no keyspace is named`], {
    hint: 'Name the keyspace with --keyspace, or the Nest module with --app.',
  });
}
