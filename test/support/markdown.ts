import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');

/** README.md and the pages of docs/, as paths from the root of the repository. */
export const PAGES: readonly string[] = [
  'README.md',
  ...readdirSync(join(ROOT, 'docs'))
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file}`),
];

/** A fenced block of a Markdown file. */
export interface Block {
  /** `README.md:12`: the line below its opening fence. */
  readonly place: string;
  readonly language: string;
  readonly text: string;
}

/** The fenced blocks of a file of the repository, in order; one inside a list loses its indentation. */
export function blocksOf(page: string): readonly Block[] {
  const text = readFileSync(join(ROOT, page), 'utf8');
  return [...text.matchAll(/^( *)```(\w*)\n([^]*?)^\1```$/gm)].map(
    ({ index, 1: indentation = '', 2: language = '', 3: body = '' }) => ({
      place: `${page}:${text.slice(0, index).split('\n').length + 1}`,
      language,
      text: body.replaceAll(new RegExp(`^${indentation}`, 'gm'), ''),
    }),
  );
}

/** A command of a `sh` block. */
export interface ShellCommand {
  readonly place: string;
  readonly command: string;
}

/** One command a line, without comments; a line that ends in a backslash goes on in the next. */
export function shellCommandsIn(blocks: readonly Block[]): readonly ShellCommand[] {
  return blocks
    .filter(({ language }) => language === 'sh')
    .flatMap(({ place, text }) =>
      text
        .replaceAll('\\\n', ' ')
        .split('\n')
        .map((line) => line.replace(/(^|\s)#.*$/, '').trim())
        .filter((command) => command !== '')
        .map((command) => ({ place, command })),
    );
}
