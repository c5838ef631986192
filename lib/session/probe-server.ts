import type { CatalogRow } from '../core/catalog/catalog-rows.js';
import { parseServer } from '../core/catalog/parse-server.js';
import type { ServerKind, ServerProfile } from '../core/options/server-profile.js';
import type { Session } from './session.js';

/** Asks a server what it is and what is switched off. `kind` is what the user says it is, where they do. */
export async function probeServer(session: Session, kind?: ServerKind): Promise<ServerProfile> {
  const [local = {}] = (await session.execute('SELECT * FROM system.local')).rows;
  const profile = parseServer(local, [], kind);
  return profile.kind === 'cassandra' ? parseServer(local, await settingsOf(session), kind) : profile;
}

/** Settings that the role may not read stay unknown: then the server itself must judge. */
async function settingsOf(session: Session): Promise<readonly CatalogRow[]> {
  try {
    return (await session.execute('SELECT name, value FROM system_views.settings')).rows;
  } catch {
    return [];
  }
}
