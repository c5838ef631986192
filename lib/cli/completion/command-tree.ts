import { CHOICES, FILES, MIGRATION_NAMES, OPTIONS, type OptionName } from '../settings/option-definitions.js';

/** One command as completion sees it. */
export interface CommandNode {
  /** Its name with those of its parents, without the program: `migrate apply`. Empty for the program itself. */
  readonly path: string;
  readonly name: string;
  readonly description: string;
  readonly options: readonly OptionNode[];
  readonly commands: readonly CommandNode[];
  /** Whether its words are names of migrations. */
  readonly takesMigration: boolean;
}

export interface OptionNode {
  readonly flag: string;
  readonly description: string;
  readonly value: OptionValue;
}

/** Value of an option: `none` for a switch, `unknown` where nothing can be suggested. */
export type OptionValue =
  | { readonly kind: 'none' | 'file' | 'migration' | 'unknown' }
  | { readonly kind: 'choice'; readonly choices: readonly string[] };

/** The command and every command below it, parents first. */
export function allCommands(node: CommandNode): readonly CommandNode[] {
  return [node, ...node.commands.flatMap(allCommands)];
}

/** The options of all commands, each once. */
export function allOptions(node: CommandNode): readonly OptionNode[] {
  const options = allCommands(node).flatMap((command) => command.options);
  return [...new Map(options.map((option) => [option.flag, option])).values()];
}

/** Value of the option with this name in the table of options; commander's own have none. */
export function valueOf(name: string): OptionValue {
  if (!isOption(name) || !/ [<[]/.test(OPTIONS[name].flags)) return { kind: 'none' };
  const choices: readonly string[] | undefined = name in CHOICES ? CHOICES[name as keyof typeof CHOICES] : undefined;
  if (choices) return { kind: 'choice', choices };
  if (FILES.includes(name)) return { kind: 'file' };
  return { kind: MIGRATION_NAMES.includes(name) ? 'migration' : 'unknown' };
}

function isOption(name: string): name is OptionName {
  return Object.hasOwn(OPTIONS, name);
}
