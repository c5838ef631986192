import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadEntities } from '../../../lib/cli/application/load-entities.js';

describe('loadEntities', () => {
  const directory = mkdtempSync(join(tmpdir(), 'coodie-entities-'));
  afterAll(() => rmSync(directory, { recursive: true }));

  it('answers none for an empty directory, as schema pull of an empty keyspace leaves it', async () => {
    expect(await loadEntities(directory)).toEqual([]);
  });

  it('refuses a directory that is not there, and source files without an entity or an empty list of them', async () => {
    await expect(loadEntities(join(directory, 'nowhere'))).rejects.toThrow('there is no directory');
    writeFileSync(join(directory, 'a.ts'), 'export class A {}');
    await expect(loadEntities(directory)).rejects.toThrow('has @Entity');
    writeFileSync(join(directory, 'index.ts'), 'export const ENTITIES = [];');
    expect(await loadEntities(directory)).toEqual([]);
  });
});
