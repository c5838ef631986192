import { Module } from '@nestjs/common';
import { CoodieModule } from '../../nest/coodie.module.js';
import type { Settings } from '../settings/settings.js';
import { loadApplicationModule, type ApplicationModule } from './application-module.js';
import { clientOptionsOf } from './client-options.js';
import { loadDeclared } from './load-entities.js';

/**
 * The application that `--app` names, or one that is nothing but the connection and the entities of the settings.
 * @throws UsageError | LoadFailedError | ConnectionFailedError | AuthenticationFailedError
 */
export async function applicationFrom(
  { application, connection }: Settings,
  warn: (line: string) => void,
): Promise<ApplicationModule> {
  if (application.app !== undefined) return loadApplicationModule(application.app);
  const entities = application.entities === undefined ? [] : await loadDeclared(application.entities, warn);
  const { keyspace = '' } = connection;
  const root = CoodieModule.forRoot({ client: await clientOptionsOf(connection), keyspace });
  return { module: SettingsModule, imports: [root, CoodieModule.forFeature(entities)] };
}

@Module({})
class SettingsModule {}
