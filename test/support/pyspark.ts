import { execFile, spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { cachePath, fillFolderOnce } from '../../lib/testing/embedded/cache-folder.js';

const VERSION = '3.5.7';

/**
 * A test that runs PySpark; left out where nobody has asked for it, or Python cannot make a virtual environment, and its
 * title says so. PySpark is more than 300 MB.
 */
export function itWithPySpark(title: string, work: () => Promise<void>, timeout: number): void {
  const reason = process.env['COODIE_PYSPARK'] ? pythonProblem() : 'COODIE_PYSPARK=1 runs it';
  if (reason === undefined) it(title, work, timeout);
  else it.skip(`${title} (${reason})`, work);
}

function pythonProblem(): string | undefined {
  const { status } = spawnSync('python3', ['-c', 'import ensurepip, venv']);
  return status === 0 ? undefined : 'python3 with venv is not installed here';
}

/** Folder of PySpark in a virtual environment, which is made once. */
export async function pySparkHome(): Promise<string> {
  const run = promisify(execFile);
  const folder = await fillFolderOnce(cachePath(`pyspark-${VERSION}`), async (partial) => {
    await run('python3', ['-m', 'venv', partial]);
    const options = ['--quiet', '--disable-pip-version-check', '--no-cache-dir'];
    await run(join(partial, 'bin/python3'), ['-m', 'pip', 'install', ...options, `pyspark==${VERSION}`]);
  });
  const [python = ''] = readdirSync(join(folder, 'lib'));
  return join(folder, 'lib', python, 'site-packages/pyspark');
}

/** The jars of a class path that PySpark does not bring itself. */
export function jarsBeside(home: string, classpath: string): readonly string[] {
  const own = new Set(readdirSync(join(home, 'jars')));
  return classpath.split(':').filter((jar) => !own.has(basename(jar)));
}
