import { Command } from 'nest-commander';
import { serveCassandra } from '../actions/serve-cassandra.js';
import type { ExitCode } from '../settings/exit-code.js';
import type { OptionName } from '../settings/option-definitions.js';
import type { Terminal } from '../terminal/terminal.js';
import { CoodieCommand } from './coodie.command.js';
import { OUTPUT_OPTIONS } from './options-of.js';

@Command({ name: 'cassandra', description: 'Run a real Cassandra for development, in the foreground' })
export class CoodieCassandraCommand extends CoodieCommand {
  protected override readonly options: readonly OptionName[] = [
    'cassandraVersion',
    'nodes',
    'dataDir',
    'port',
    ...OUTPUT_OPTIONS,
  ];

  protected override async perform(flags: Readonly<Record<string, unknown>>, terminal: Terminal): Promise<ExitCode> {
    const settings = await this.settingsFrom(flags, 'from-settings');
    return serveCassandra(settings, terminal);
  }
}
