import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
/** Pages in the order in which README.md lists them. */
const listed = [...read('README.md').matchAll(/^\d+\. \[([^\]]+)\]\(docs\/([^)]+)\)/gm)].map(
  ([, title = '', file = '']) => ({
    title,
    file,
  }),
);

describe('the pages of docs/', () => {
  it('are all listed in README.md, each once', () => {
    const pages = readdirSync(join(ROOT, 'docs')).filter((file) => file.endsWith('.md'));
    expect(listed.map(({ file }) => file).toSorted()).toEqual(pages.toSorted());
  });

  it('end with a link to the one that follows', () => {
    const expected = listed.map((_, index) => {
      const next = listed[index + 1];
      return next && `Next: [${next.title}](${next.file}).`;
    });
    const lines = listed.map(({ file }) => read(`docs/${file}`).trimEnd().split('\n').at(-1) ?? '');
    expect(lines.map((line) => (line.startsWith('Next: ') ? line : undefined))).toEqual(expected);
  });

  it.each(['webpack', 'monorepo', 'SWC', 'Jest', 'Vitest', 'Docker', 'Kubernetes', 'pnpm'])(
    'answer somebody who searches for %s in the text of a page',
    (word) => {
      const found = listed.filter(({ file }) => read(`docs/${file}`).includes(word));
      expect(found.length).toBeGreaterThan(0);
    },
  );
});
