import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { blocksOf, type Block } from '../../support/markdown.js';
import { runNode } from '../../support/run-node.js';
import { useProject } from '../cli/project.js';

const ROOT = join(__dirname, '../../..');
const BIN = join(ROOT, 'dist/cli/bin.js');

const diagramIn = (page: string) => blockOf(page, 'mermaid')?.text;

function blockOf(page: string, language: string): Block | undefined {
  return blocksOf(page).find((block) => block.language === language);
}

describe('the diagrams of the documentation are made by the command', () => {
  const project = useProject({ 'src/entities.ts': blockOf('docs/erd.md', 'ts')?.text ?? '' });

  it('docs/erd.md, from the entities that it shows', async () => {
    const { stdout, stderr } = await project.coodie(['schema', 'erd', '--entities', 'src']);
    expect(stderr).toBe('');
    expect(diagramIn('docs/erd.md')).toBe(stdout);
  });

  it('sample-app/README.md, from the sample application', async () => {
    const { stdout } = await runNode(
      [BIN, 'schema', 'erd', '--app', 'sample-app/dist/app.module.js'],
      {},
      60_000,
      ROOT,
    );
    expect(diagramIn('sample-app/README.md')).toBe(stdout);
  });

  it('and the formats that the page lists are those that there are', async () => {
    const listed = [...readFileSync(join(ROOT, 'docs/erd.md'), 'utf8').matchAll(/^\| `([a-z]+)` +\|/gm)].map(
      ([, it]) => it,
    );
    expect(listed).toEqual(['mermaid', 'svg', 'html', 'dot', 'json']);
    const { code, stderr } = await project.coodie(['schema', 'erd', '--entities', 'src', '--format', 'png']);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(listed.join(' or ')) });
  });
});
