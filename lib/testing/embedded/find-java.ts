import { readdir, readFile, realpath } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

import { exists } from './cache-folder.js';
import { parseJavaMajor, type Java } from './choose-java.js';
import { runTool } from './run-tool.js';

/** Every Java of this machine, those of JAVA_HOME and PATH first. */
export async function findJavas(): Promise<readonly Java[]> {
  const found = await Promise.all((await candidateExecutables()).map(readJava));
  return found.filter((java) => java !== undefined);
}

async function candidateExecutables(): Promise<readonly string[]> {
  const { JAVA_HOME: home, PATH: path = '' } = process.env;
  const installed = await Promise.all(INSTALL_FOLDERS.map(installedExecutables));
  const candidates = [
    ...(home ? [join(home, 'bin', 'java')] : []),
    ...path.split(delimiter).map((folder) => join(folder, 'java')),
    ...installed.flat(),
  ];
  const real = await Promise.all(candidates.map((candidate) => realpath(candidate).catch(() => undefined)));
  return [...new Set(real.filter((executable) => executable !== undefined))];
}

const INSTALL_FOLDERS = [
  '/usr/lib/jvm',
  '/Library/Java/JavaVirtualMachines',
  join(homedir(), '.sdkman', 'candidates', 'java'),
];

/** A Java of macOS keeps its home one level deeper. */
async function installedExecutables(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.flatMap((name) => [
    join(folder, name, 'bin', 'java'),
    join(folder, name, 'Contents', 'Home', 'bin', 'java'),
  ]);
}

/** The release file answers at once; starting Java takes longer and is left for those without one. */
async function readJava(executable: string): Promise<Java | undefined> {
  const release = await readReleaseFile(dirname(dirname(executable)));
  const major = parseJavaMajor(release ?? '') ?? (await askVersion(executable));
  return major === undefined ? undefined : { executable, major };
}

/** Java 8 packages may put `java` below `jre`, one level under the release file. */
async function readReleaseFile(home: string): Promise<string | undefined> {
  const path = (await exists(join(home, 'release'))) ? join(home, 'release') : join(dirname(home), 'release');
  return readFile(path, 'utf8').catch(() => undefined);
}

async function askVersion(executable: string): Promise<number | undefined> {
  const result = await runTool(executable, ['-version']);
  return result.kind === 'done' ? parseJavaMajor(result.output) : undefined;
}
