import { readFileSync } from 'node:fs';

/** A fenced block of a Markdown file. */
export interface Block {
  /** `README.md:12`, the line of its first line. */
  readonly place: string;
  readonly language: string;
  readonly text: string;
}

/** The fenced blocks of a file, in order; `place` calls the file by `name`. */
export function blocksOf(path: string, name: string): readonly Block[] {
  const text = readFileSync(path, 'utf8');
  return [...text.matchAll(/^```(\w*)\n([^]*?)^```$/gm)].map(({ index, 1: language = '', 2: body = '' }) => ({
    place: `${name}:${text.slice(0, index).split('\n').length + 1}`,
    language,
    text: body,
  }));
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
