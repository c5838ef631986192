import { allCommands, allOptions, type CommandNode, type OptionNode, type OptionValue } from './command-tree.js';
import { MIGRATION_NAMES_FUNCTION } from './migration-names.js';

/** Completion for zsh, with descriptions. */
export function zshScript(program: CommandNode): string {
  const paths = allCommands(program).flatMap(({ path }) => (path === '' ? [] : [quoted(path)]));
  return `#compdef coodie
# coodie for zsh: eval "$(coodie completion zsh)", after compinit
${MIGRATION_NAMES_FUNCTION}

_coodie() {
  local at='' next i
  local -a suggestions
  for ((i = 2; i < CURRENT; i++)); do
    next="\${at:+$at }\${words[i]}"
    case "$next" in
      (${paths.join('|')}) at="$next" ;;
    esac
  done
  case "\${words[CURRENT-1]}" in
${casesOfValues(allOptions(program)).join('\n')}
  esac
  case "$at" in
${allCommands(program).map(caseOf).join('\n')}
  esac
  _describe coodie suggestions
}

if [ "\${funcstack[1]:-}" = _coodie ]; then _coodie "$@"; else compdef _coodie coodie; fi
`;
}

const SUGGESTIONS: Readonly<Record<Exclude<OptionValue['kind'], 'none' | 'choice'>, string>> = {
  file: '_files',
  migration: 'compadd -- $(_coodie_migrations)',
  unknown: ':',
};

function casesOfValues(options: readonly OptionNode[]): readonly string[] {
  return options.flatMap(({ flag, value }) => {
    if (value.kind === 'none') return [];
    const suggestion = value.kind === 'choice' ? `compadd -- ${value.choices.join(' ')}` : SUGGESTIONS[value.kind];
    return [`    (${flag}) ${suggestion}; return ;;`];
  });
}

function caseOf({ path, commands, options, takesMigration }: CommandNode): string {
  const words = [
    ...commands.map(({ name, description }) => described(name, description)),
    ...options.map(({ flag, description }) => described(flag, description)),
    ...(takesMigration ? ['$(_coodie_migrations)'] : []),
  ];
  return `    (${quoted(path)}) suggestions=(${words.join(' ')}) ;;`;
}

/** A colon ends the word; in the description it is harmless. */
const described = (word: string, description: string) => quoted(`${word}:${description}`);

const quoted = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`;
