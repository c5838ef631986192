import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { cachePath, exists, fillFolderOnce } from '../../../lib/testing/embedded/cache-folder.js';

describe('fillFolderOnce', () => {
  let root: string;
  let target: string;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'cache-folder-'));
    target = join(root, 'cassandra', '5.0.8');
  });
  afterEach(() => rm(root, { recursive: true }));

  const fill = (text: string) => async (folder: string) => {
    await writeFile(join(folder, 'one'), text);
    await sleep(20);
    await writeFile(join(folder, 'two'), text);
  };

  it('fills a folder once', async () => {
    expect(await fillFolderOnce(target, fill('first'))).toBe(target);
    await fillFolderOnce(target, fill('second'));
    expect(await readFile(join(target, 'one'), 'utf8')).toBe('first');
  });

  it('leaves nothing when filling fails, and fills the next time', async () => {
    const failing = async (folder: string) => {
      await writeFile(join(folder, 'one'), 'half');
      throw new Error('no network');
    };
    await expect(fillFolderOnce(target, failing)).rejects.toThrow('no network');
    expect(await readdir(join(root, 'cassandra'))).toEqual([]);
    await fillFolderOnce(target, fill('whole'));
    expect(await readdir(target)).toEqual(['one', 'two']);
  });

  it('shows no half-filled folder to those who race', async () => {
    await Promise.all(
      ['a', 'b', 'c'].map(async (name) => {
        await fillFolderOnce(target, fill(name));
        expect(await readFile(join(target, 'one'))).toEqual(await readFile(join(target, 'two')));
      }),
    );
    expect(await readdir(join(root, 'cassandra'))).toEqual(['5.0.8']);
  });

  it('clears away what a killed process left long ago, but not what may be at work', async () => {
    const [old, young] = [`${target}.partial-old`, `${target}.partial-young`];
    await Promise.all([old, young].map((path) => mkdir(path, { recursive: true })));
    await utimes(old, new Date(0), new Date(0));
    await fillFolderOnce(target, fill('here'));
    expect([await exists(old), await exists(young)]).toEqual([false, true]);
  });
});

describe('cachePath', () => {
  const before = process.env['XDG_CACHE_HOME'];
  afterEach(() => {
    if (before === undefined) delete process.env['XDG_CACHE_HOME'];
    else process.env['XDG_CACHE_HOME'] = before;
  });

  it('lies below XDG_CACHE_HOME', () => {
    process.env['XDG_CACHE_HOME'] = '/elsewhere';
    expect(cachePath('cassandra', '5.0.8')).toBe('/elsewhere/nestjs-coodie/cassandra/5.0.8');
  });

  it('lies below ~/.cache without it', () => {
    delete process.env['XDG_CACHE_HOME'];
    expect(cachePath('java')).toMatch(/\/\.cache\/nestjs-coodie\/java$/);
  });
});
