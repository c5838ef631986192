export type { ApplicationModule } from './application/application-module.js';
export { CoodieCommandsModule } from './coodie-commands.module.js';
export { runCli } from './run-cli.js';
