import { execFileSync, spawnSync } from 'node:child_process';
import { OPTION_NAMES, flagOf } from '../../../lib/cli/settings/option-definitions.js';
import { itWith } from '../../support/installed.js';
import { useProject } from './project.js';

const SHELLS = ['bash', 'zsh', 'fish'] as const;

describe('coodie completion', () => {
  const project = useProject({
    'migrations/20260101_001_first.cql': '-- upgrade\n',
    'migrations/20260102_001_second.ts': '',
    'migrations/20260102_001_second.d.ts': '',
    'migrations/1_$(touch hacked).cql': '',
    'migrations/readme.md': '',
    'other/20270101_001_other.js': '',
  });
  const scripts = new Map<string, string>();

  beforeAll(async () => {
    for (const shell of SHELLS) scripts.set(shell, (await project.coodie(['completion', shell])).stdout);
  });

  /** What bash suggests for a line whose last word is being typed. */
  function suggestions(line: string, environment: NodeJS.ProcessEnv = {}): readonly string[] {
    const script = `${scripts.get('bash')}
COMP_WORDS=(${line.endsWith(' ') ? `${line} ''` : line}); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _coodie; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const env = { ...process.env, ...environment };
    const output = execFileSync('bash', ['--norc', '-c', script], { cwd: project.path, encoding: 'utf8', env });
    return output.split('\n').filter((word) => word !== '');
  }

  /** The same of zsh, whose own completion is left out: it would only show what it is handed. */
  function suggestionsOfZsh(line: string): readonly string[] {
    const script = `compdef() { : }
compadd() { local word; for word in "$@"; do [[ $word == -- ]] || print -r -- $word; done }
_describe() { local name=\${@[-1]}; print -rl -- "\${(@P)name}" }
_files() { : }
${scripts.get('zsh')}
words=(${line}); CURRENT=\${#words}; _coodie`;
    const output = execFileSync('zsh', ['-f'], { cwd: project.path, input: script, encoding: 'utf8' });
    const typed = line.split(' ').at(-1) ?? '';
    return output.split('\n').flatMap((word) => (word.startsWith(typed) ? (word.split(':')[0] ?? word) : []));
  }

  /** The same of fish. */
  function suggestionsOfFish(line: string): readonly string[] {
    const script = `${scripts.get('fish')}\ncomplete -C '${line}'`;
    const output = execFileSync('fish', ['--no-config', '-c', script], { cwd: project.path, encoding: 'utf8' });
    return output.split('\n').flatMap((word) => (word === '' ? [] : (word.split('\t')[0] ?? word)));
  }

  const EVERYWHERE: readonly (readonly [what: string, line: string, words: readonly string[]])[] = [
    ['commands', 'coodie mig', ['migrate']],
    ['sub-commands', 'coodie migrate un', ['unlock']],
    ['options of a sub-command', 'coodie migrate rollback --st', ['--steps']],
    ['none of another', 'coodie migrate unlock --st', []],
    ['words of an option', 'coodie schema erd --format m', ['mermaid']],
    ['levels', 'coodie migrate apply --consistency each', ['each-quorum']],
    ['migrations', 'coodie migrate apply --target 2026', ['20260101_001_first', '20260102_001_second']],
  ];

  describe.each([
    ['zsh', suggestionsOfZsh],
    ['fish', suggestionsOfFish],
  ] as const)('%s', (shell, suggestionsOf) => {
    for (const [what, line, words] of EVERYWHERE)
      itWith(shell, `suggests ${what}`, () => expect(suggestionsOf(line)).toEqual(words));
  });

  it.each<readonly [string, string, readonly string[]]>([
    ...EVERYWHERE,
    ['migrations as words', 'coodie migrate renumber 20260102', ['20260102_001_second']],
    ['files', 'coodie migrate apply --plan mig', ['migrations']],
    ['nothing where it cannot know', 'coodie migrate apply --keyspace ', []],
    ['after other options', 'coodie migrate --keyspace x apply --dry', ['--dry-run']],
  ])('suggests in bash %s', (_, line, words) => expect(suggestions(line)).toEqual(words));

  it('looks for migrations where the environment says, and expands no name of a file', () => {
    expect(suggestions('coodie migrate apply --target ', { COODIE_MIGRATIONS_DIR: 'other' })).toEqual([
      '20270101_001_other',
    ]);
    suggestions('coodie migrate apply --target ');
    expect(execFileSync('ls', { cwd: project.path, encoding: 'utf8' })).not.toContain('hacked');
  });

  it.each(SHELLS)('has every command and every option in %s', (shell) => {
    const script = scripts.get(shell) ?? '';
    const flags = OPTION_NAMES.map(flagOf).map((flag) => (shell === 'fish' ? `-l ${flag.slice(2)}` : flag));
    expect(flags.filter((flag) => !new RegExp(`${flag}(?![\\w-])`).test(script))).toEqual([]);
    for (const path of ['migrate apply', 'schema erd', 'cassandra', 'completion']) expect(script).toContain(path);
  });

  describe.each(SHELLS)('for %s', (shell) => {
    const takes = () => {
      project.write('completion', scripts.get(shell) ?? '');
      const { status, stderr } = spawnSync(shell, ['-n', 'completion'], { cwd: project.path, encoding: 'utf8' });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    };
    itWith(shell, 'is a script that the shell takes', takes);
  });

  it.each([[[]], [['tcsh']], [['bash', 'zsh']]])('refuses %j', async (words) => {
    const { code, stderr } = await project.coodie(['completion', ...words]);
    expect(code).toBe(2);
    expect(stderr).toContain(words.length === 0 ? 'shell' : 'takes one of bash, zsh, fish');
  });
});
