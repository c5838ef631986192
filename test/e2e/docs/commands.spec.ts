import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { blocksOf, PAGES, shellCommandsIn } from '../../support/markdown.js';
import { runNode } from '../../support/run-node.js';

const ROOT = join(__dirname, '../../..');
const BIN = join(ROOT, 'dist/cli/bin.js');
const page = (name: string) => readFileSync(join(ROOT, name), 'utf8');
const { scripts, peerDependencies, devDependencies, name } = JSON.parse(page('package.json')) as {
  readonly name: string;
  readonly scripts: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
};

interface Command {
  readonly place: string;
  readonly command: string;
}

const shellCommands = PAGES.flatMap((path) => shellCommandsIn(blocksOf(path)));

/** In the text, too: `coodie migrate unlock`. */
const inText = PAGES.flatMap((path) =>
  [...page(path).matchAll(/`((?:npx )?coodie [a-z-][^`]*)`/g)].map(({ 1: command = '' }) => ({ place: path, command })),
);
const coodieCommands = [...shellCommands, ...inText].filter(({ command }) => /^(npx )?coodie /.test(command));
const nestCommands = shellCommands.filter(({ command }) => command.startsWith('nest '));

const helpTexts = new Map<string, Promise<string>>();
function helpOf(path: string): Promise<string> {
  const known = helpTexts.get(path) ?? runNode([BIN, ...path.split(' '), '--help'], {}).then(({ stdout }) => stdout);
  helpTexts.set(path, known);
  return known;
}

/** What is wrong with a command: told from the help of the program itself. */
async function problemsOf({ place, command }: Command): Promise<readonly string[]> {
  const words = command.replace(/^(npx )?coodie /, '').split(/\s+/);
  const flags = words.flatMap((word) => /^--[a-z-]+/.exec(word)?.[0] ?? []);
  const end = words.findIndex((word) => !/^[a-z]+$/.test(word));
  const path = words.slice(0, end < 0 ? words.length : end).join(' ');
  const help = await helpOf(path);
  if (!help.startsWith(`Usage: coodie ${path}`.trimEnd())) return [`${place}: there is no "coodie ${path}"`];
  const unknown = flags.filter((flag) => !new RegExp(`(?<!\\S)${flag}(?![\\w-])`).test(help));
  return unknown.map((flag) => `${place}: coodie ${path} has no ${flag}`);
}

describe('the commands of README.md and docs/', () => {
  it('are those that there are, with options that there are', async () => {
    expect(coodieCommands.length).toBeGreaterThan(15);
    expect((await Promise.all(coodieCommands.map(problemsOf))).flat()).toEqual([]);
  });

  it('are seen to be wrong', async () => {
    const wrong = ['npx coodie migrate aply', 'npx coodie migrate apply --stepps 2', 'coodie shema diff'];
    const found = await Promise.all(wrong.map((command) => problemsOf({ place: 'page.md', command })));
    expect(found.flat()).toEqual([
      'page.md: there is no "coodie migrate aply"',
      'page.md: coodie migrate apply has no --stepps',
      'page.md: there is no "coodie shema diff"',
    ]);
  });

  it('of Nest name schematics that there are', () => {
    const { schematics } = JSON.parse(page('lib/schematics/collection.json')) as { readonly schematics: object };
    expect(nestCommands.length).toBeGreaterThan(0);
    const unknown = nestCommands.filter(({ command }) => {
      const [, schematic] = /^nest (?:add nestjs-coodie|g -c nestjs-coodie (\S+) [a-z-]+)$/.exec(command) ?? [];
      return schematic === undefined ? command !== 'nest add nestjs-coodie' : !(schematic in schematics);
    });
    expect(unknown).toEqual([]);
  });

  it('of npm name scripts and packages that there are', () => {
    const others = shellCommands.filter((shown) => !coodieCommands.includes(shown) && !nestCommands.includes(shown));
    const known = [name, ...Object.keys({ ...peerDependencies, ...devDependencies })];
    const unknown = others.filter(({ command }) => {
      const [, script, packages] = /^npm (?:run (\S+)|test|start|install (.+))$/.exec(command) ?? [];
      if (packages) return packages.split(' ').some((wanted) => !known.includes(wanted));
      return script ? !(script in scripts) : command !== 'npm test';
    });
    expect(unknown).toEqual([]);
  });

  it('stand in README.md as the program itself lists them', async () => {
    const shown = /<!-- coodie --help -->\s*```text\n([^]*?)```/.exec(page('README.md'))?.[1];
    const { stdout } = await runNode([BIN, '--help'], {});
    expect(shown?.trim()).toBe(stdout.trim());
  });

  it.each([...PAGES, 'CONTRIBUTING.md', 'sample-app/README.md'])('%s links to files that there are', (path) => {
    const links = [...page(path).matchAll(/\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)/g)].map(({ 1: link = '' }) => link);
    expect(links.filter((link) => !existsSync(join(ROOT, path, '..', link)))).toEqual([]);
  });
});
