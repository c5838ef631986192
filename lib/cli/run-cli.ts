import { CommandFactory } from 'nest-commander';
import type { ApplicationModule } from './application/application-module.js';
import { ParsingEndedError } from './commands/prepare-command.js';
import { CoodieCliModule } from './coodie-cli.module.js';

/**
 * The command line of an application, in one line: `await runCli(AppModule)`. The application is opened when a command
 * runs, not for `--help`. What the process is to end with is in `process.exitCode`.
 * @publicApi
 */
export async function runCli(application?: ApplicationModule): Promise<void> {
  await CommandFactory.run(CoodieCliModule.for(application), {
    logger: false,
    abortOnError: false,
    serviceErrorHandler: (error) => {
      if (!(error instanceof ParsingEndedError)) throw error;
    },
  });
}
