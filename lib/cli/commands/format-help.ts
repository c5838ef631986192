import { alignColumns, indent } from '../../present/columns.js';
import {
  CONFIGURABLE,
  environmentVariableOf,
  OPTIONS,
  type OptionGroup,
  type OptionName,
} from '../settings/option-definitions.js';
import type { CommandLine } from './command-line.js';

type Help = ReturnType<CommandLine['createHelp']>;
type Row = readonly [term: string, description: string];

const TITLES: Readonly<Record<OptionGroup, string>> = {
  task: 'Options',
  connection: 'Connection',
  application: 'Application',
  output: 'Output',
};

/** commander's help, but with the options in groups. */
export function formatHelp(command: CommandLine, help: Help): string {
  const description = help.commandDescription(command);
  const commands = help
    .visibleCommands(command)
    .map((sub): Row => [help.subcommandTerm(sub), help.subcommandDescription(sub)]);
  const options = help.visibleOptions(command).map((option) => ({
    group: groupOf(option.attributeName()),
    row: [help.optionTerm(option), describe(option.attributeName(), help.optionDescription(option))] as const,
  }));
  const groups = Object.entries(TITLES) as readonly [OptionGroup, string][];
  return [
    `Usage: ${help.commandUsage(command)}`,
    ...(description === '' ? [] : ['', description]),
    ...section('Commands', commands),
    ...groups.flatMap(([group, title]) =>
      section(
        title,
        options.filter((option) => option.group === group).map(({ row }) => row),
      ),
    ),
    '',
  ].join('\n');
}

function section(title: string, rows: readonly Row[]): readonly string[] {
  return rows.length === 0 ? [] : ['', `${title}:`, ...alignColumns(rows).map((row) => indent(row))];
}

function groupOf(attribute: string): OptionGroup {
  return isOption(attribute) ? OPTIONS[attribute].group : 'task';
}

function describe(attribute: string, description: string): string {
  const isConfigurable = isOption(attribute) && CONFIGURABLE.includes(attribute);
  return isConfigurable ? `${description} [${environmentVariableOf(attribute)}]` : description;
}

function isOption(attribute: string): attribute is OptionName {
  return Object.hasOwn(OPTIONS, attribute);
}
