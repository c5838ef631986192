import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { CassandraRelease } from '../../../lib/testing/embedded/cassandra-release.js';
import { findRuntime } from '../../../lib/testing/embedded/server-runtime.js';

/** No machine has this Java but the one that a test makes. */
const RELEASE: CassandraRelease = { version: '5.0.8', recipe: '5.0', javas: [999] };

describe('findRuntime', () => {
  const environment = { ...process.env };
  let root: string;
  let lines: string[];

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'server-runtime-'));
    lines = [];
    process.env['PATH'] = join(root, 'bin');
    process.env['JAVA_HOME'] = join(root, 'java');
    process.env['XDG_CACHE_HOME'] = join(root, 'cache');
  });
  afterEach(async () => {
    process.env = { ...environment };
    await rm(root, { recursive: true });
  });

  const find = (release = RELEASE, nodes = 1) => findRuntime(release, nodes, (line) => lines.push(line));

  async function program(path: string, script: string): Promise<void> {
    await mkdir(join(root, path, '..'), { recursive: true });
    await writeFile(join(root, path), `#!/bin/sh\n${script}\n`);
    await chmod(join(root, path), 0o755);
  }

  async function installJava(): Promise<void> {
    await program('java/bin/java', 'exit 1');
    await writeFile(join(root, 'java', 'release'), 'JAVA_VERSION="999.0.1"');
  }

  /** Puts its jars where `-DoutputDirectory=` says. */
  const WORKING_MAVEN = 'for a; do case $a in -DoutputDirectory=*) : > "${a#*=}/jamm-0.4.0.jar";; esac; done';

  it('says which Java is missing, which are there, and what to do', async () => {
    await expect(find()).rejects.toMatchObject({
      code: 'COODIE_JAVA_MISSING',
      version: '5.0.8',
      wanted: [999],
      message: expect.stringContaining('Cassandra 5.0.8 runs on Java 999'),
      hint: expect.stringMatching(/Install Java 999 .* JAVA_HOME; .* Docker; .* CASSANDRA_CONTACT_POINTS/),
    });
  });

  it('takes the version from `java -version` where there is no release file', async () => {
    await program('java/bin/java', `echo 'openjdk version "999.0.1"' >&2`);
    await expect(find()).rejects.toMatchObject({ code: 'COODIE_MAVEN_MISSING' });
  });

  it('says that Maven is missing', async () => {
    await installJava();
    await expect(find()).rejects.toMatchObject({
      code: 'COODIE_MAVEN_MISSING',
      hint: expect.stringContaining('Install Maven'),
    });
  });

  it('shows what Maven said when it failed, and leaves no half of a cache', async () => {
    await installJava();
    await program('bin/mvn', '[ "$1" = --version ] && exit 0; echo "Could not find artifact"; exit 1');
    await expect(find()).rejects.toMatchObject({
      code: 'COODIE_CASSANDRA_DOWNLOAD_FAILED',
      output: 'Could not find artifact',
    });
    expect(await readdir(join(root, 'cache', 'nestjs-coodie', 'cassandra'))).toEqual([]);
  });

  it('fetches the jars once and then needs no Maven', async () => {
    await installJava();
    await program('bin/mvn', WORKING_MAVEN);
    const jars = join(root, 'cache', 'nestjs-coodie', 'cassandra', '5.0.8');
    const java = { kind: 'java', java: { major: 999 }, jars, agent: join(jars, 'jamm-0.4.0.jar') };
    await expect(find()).resolves.toMatchObject(java);
    await rm(join(root, 'bin', 'mvn'));
    await expect(find()).resolves.toMatchObject(java);
    expect(lines.filter((line) => line.includes('Maven Central'))).toHaveLength(1);
  });

  it('takes Docker where no Java is there', async () => {
    await program('bin/docker', 'case "$1 $2" in "image inspect") exit 1;; esac');
    await expect(find()).resolves.toEqual({ kind: 'docker', image: 'cassandra:5.0.8' });
    expect(lines).toEqual(['pulling the image cassandra:5.0.8 (once)']);
  });

  it('does not take Docker for several nodes, nor a Docker without its engine', async () => {
    await program('bin/docker', 'exit 0');
    await expect(find(RELEASE, 3)).rejects.toMatchObject({ code: 'COODIE_JAVA_MISSING' });
    await program('bin/docker', 'exit 1');
    await expect(find()).rejects.toMatchObject({ code: 'COODIE_JAVA_MISSING' });
  });

  it('shows what Docker said when the image could not be pulled', async () => {
    await program('bin/docker', 'case "$1" in info) exit 0;; esac; echo "manifest unknown" >&2; exit 1');
    await expect(find()).rejects.toMatchObject({
      code: 'COODIE_CASSANDRA_DOWNLOAD_FAILED',
      output: 'manifest unknown',
    });
  });
});
