import { allCommands, type CommandNode, type OptionNode, type OptionValue } from './command-tree.js';

/** Completion for fish, with descriptions. */
export function fishScript(program: CommandNode): string {
  const commands = allCommands(program);
  const paths = commands.flatMap(({ path }) => (path === '' ? [] : [quoted(path)]));
  return `# coodie for fish: coodie completion fish | source
function __coodie_at
    set -l at ''
    for word in (commandline -opc)[2..-1]
        set -l next (string trim "$at $word")
        if contains -- $next ${paths.join(' ')}
            set at $next
        end
    end
    test "$at" = "$argv[1]"
end

${MIGRATIONS}

complete -c coodie -f
${commands.flatMap(linesOf).join('\n')}
`;
}

const MIGRATIONS = `function __coodie_migrations
    set -l directory migrations
    set -q COODIE_MIGRATIONS_DIR; and set directory $COODIE_MIGRATIONS_DIR
    test -d $directory; or set directory src/migrations
    for file in $directory/*.cql $directory/*.ts $directory/*.js $directory/*.mjs $directory/*.cjs
        string match -qr '\\.d\\.ts$' $file; or string replace -rf '^.*/(\\d[^/]*_[^/]*)\\.[a-z]+$' '$1' $file
    end
end`;

function linesOf({ path, commands, options, takesMigration }: CommandNode): readonly string[] {
  const start = `complete -c coodie -n ${quoted(`__coodie_at "${path}"`)}`;
  return [
    ...commands.map(({ name, description }) => `${start} -a ${name} -d ${quoted(description)}`),
    ...options.map(
      (option) => `${start} -l ${option.flag.slice(2)}${valuesOf(option)} -d ${quoted(option.description)}`,
    ),
    ...(takesMigration ? [`${start} -a '(__coodie_migrations)'`] : []),
  ];
}

const SUGGESTIONS: Readonly<Record<Exclude<OptionValue['kind'], 'choice'>, string>> = {
  none: '',
  file: ' -r -F',
  migration: " -x -a '(__coodie_migrations)'",
  unknown: ' -x',
};

function valuesOf({ value }: OptionNode): string {
  return value.kind === 'choice' ? ` -x -a ${quoted(value.choices.join(' '))}` : SUGGESTIONS[value.kind];
}

const quoted = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", String.raw`\'`)}'`;
