import { allCommands, allOptions, type CommandNode, type OptionNode, type OptionValue } from './command-tree.js';
import { MIGRATION_NAMES_FUNCTION } from './migration-names.js';

/** Completion for bash 3.2 and later. */
export function bashScript(program: CommandNode): string {
  const paths = allCommands(program).flatMap(({ path }) => (path === '' ? [] : [`"${path}"`]));
  return `# coodie for bash: eval "$(coodie completion bash)"
${MIGRATION_NAMES_FUNCTION}

_coodie() {
  local word="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD - 1]}" at='' next i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    next="\${at:+$at }\${COMP_WORDS[i]}"
    case "$next" in
      ${paths.join(' | ')}) at="$next" ;;
    esac
  done
  case "$previous" in
${casesOfValues(allOptions(program)).join('\n')}
  esac
  case "$at" in
${allCommands(program).map(caseOf).join('\n')}
  esac
}
complete -F _coodie coodie
`;
}

const SUGGESTIONS: Readonly<Record<Exclude<OptionValue['kind'], 'none' | 'choice'>, string>> = {
  file: 'compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$word"))',
  migration: 'COMPREPLY=($(compgen -W "$(_coodie_migrations)" -- "$word"))',
  unknown: ':',
};

function casesOfValues(options: readonly OptionNode[]): readonly string[] {
  return options.flatMap(({ flag, value }) => {
    if (value.kind === 'none') return [];
    const suggestion = value.kind === 'choice' ? fromWords(value.choices.join(' ')) : SUGGESTIONS[value.kind];
    return [`    ${flag}) ${suggestion}; return ;;`];
  });
}

function caseOf({ path, commands, options, takesMigration }: CommandNode): string {
  const words = [...commands.map(({ name }) => name), ...options.map(({ flag }) => flag)].join(' ');
  return `    "${path}") ${fromWords(takesMigration ? `${words} $(_coodie_migrations)` : words)} ;;`;
}

const fromWords = (words: string) => `COMPREPLY=($(compgen -W "${words}" -- "$word"))`;
