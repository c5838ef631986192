import { Global, Module } from '@nestjs/common';
import { DiscoveryModule, DiscoveryService } from '@nestjs/core';
import { COODIE_CLI, type CliContext } from '../nest/coodie.constants.js';
import { ApplicationOpener } from './application/application-opener.js';
import { ProgressRelay } from './application/progress-relay.js';
import { CoodieBackfillCommand } from './commands/backfill.command.js';
import { CoodieCassandraCommand } from './commands/cassandra.command.js';
import { CoodieCompletionCommand } from './commands/completion.command.js';
import { CoodieInitCommand } from './commands/init.command.js';
import { CoodieMigrateCommand } from './commands/migrate.command.js';
import { CoodieSchemaCommand } from './commands/schema.command.js';

/**
 * coodie's commands, for a nest-commander application of one's own. They work on its connection; where it has none, they
 * open one as their options say.
 * @publicApi
 */
@Global()
@Module({
  imports: [DiscoveryModule],
  providers: [
    ProgressRelay,
    ApplicationOpener,
    { provide: COODIE_CLI, inject: [DiscoveryService, ProgressRelay], useFactory: contextOf },
    ...CoodieMigrateCommand.registerWithSubCommands(),
    ...CoodieSchemaCommand.registerWithSubCommands(),
    ...CoodieBackfillCommand.registerWithSubCommands(),
    CoodieCassandraCommand,
    CoodieCompletionCommand,
    CoodieInitCommand,
  ],
  exports: [COODIE_CLI],
})
export class CoodieCommandsModule {}

/**
 * Tells the application's connections that a command line runs them, if one does. An application that the
 * commands themselves have opened, and that has them too, was told already.
 */
function contextOf(discovery: DiscoveryService, { report }: ProgressRelay): CliContext | undefined {
  const providers = discovery.getProviders();
  const told = providers.find(({ token, instance }) => token === COODIE_CLI && Boolean(instance));
  if (told) return told.instance as CliContext;
  // nest-commander's runner, by its name: this module may also be part of an application that is no command line.
  return providers.some(({ name }) => name === 'CommandRunnerService') ? { overrides: {}, report } : undefined;
}
