import { Command } from 'nest-commander';
import { valueOf, type CommandNode } from '../completion/command-tree.js';
import { completionScript, SHELLS, type Shell } from '../completion/completion-script.js';
import { UsageError } from '../settings/errors.js';
import { EXIT, type ExitCode } from '../settings/exit-code.js';
import type { OptionName } from '../settings/option-definitions.js';
import type { Terminal } from '../terminal/terminal.js';
import type { CommandLine } from './command-line.js';
import { CoodieCommand } from './coodie.command.js';

@Command({
  name: 'completion',
  arguments: '<shell>',
  description: 'Print a script that completes commands, options and migrations in bash, zsh or fish',
})
export class CoodieCompletionCommand extends CoodieCommand {
  protected override readonly options: readonly OptionName[] = [];
  protected override readonly takesWords = true;

  protected override async perform(_: Readonly<Record<string, unknown>>, terminal: Terminal): Promise<ExitCode> {
    const program = nodeOf(this.command.parent ?? this.command, []);
    terminal.print(completionScript(this.shell, program).trimEnd());
    return EXIT.done;
  }

  private get shell(): Shell {
    const [word = '', ...others] = this.command.args;
    const shell = SHELLS.find((name) => name === word);
    if (shell && others.length === 0) return shell;
    throw new UsageError([`takes one of ${SHELLS.join(', ')}`]);
  }
}

/** Commands and options as the help shows them. */
function nodeOf(command: CommandLine, path: readonly string[]): CommandNode {
  const help = command.createHelp();
  const subCommands = command.commands.filter((sub) => sub.name() !== 'help');
  return {
    path: path.join(' '),
    name: command.name(),
    description: command.description(),
    options: help
      .visibleOptions(command)
      .flatMap((option) =>
        option.long
          ? [{ flag: option.long, description: option.description, value: valueOf(option.attributeName()) }]
          : [],
      ),
    commands: subCommands.map((sub) => nodeOf(sub, [...path, sub.name()])),
    takesMigration: command.name() === 'renumber',
  };
}
