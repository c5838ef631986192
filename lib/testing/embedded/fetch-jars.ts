import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { cachePath, exists, fillFolderOnce } from './cache-folder.js';
import type { CassandraRelease } from './cassandra-release.js';
import { CassandraDownloadError, CassandraStartError, MavenMissingError } from './embedded-cassandra-error.js';
import { runTool, tail } from './run-tool.js';

export async function hasJars(release: CassandraRelease): Promise<boolean> {
  return exists(cachePath('cassandra', release.version));
}

/**
 * Folder of the jars of a release, from the cache or through Maven (about 100 jars, 66 MB).
 * @throws MavenMissingError or CassandraDownloadError
 */
export async function fetchJars({ version }: CassandraRelease, log: (line: string) => void): Promise<string> {
  return fillFolderOnce(cachePath('cassandra', version), async (folder) => {
    log(`fetching Cassandra ${version} from Maven Central (66 MB, once)`);
    await copyDependencies(version, folder);
  });
}

/** Absolute path of the one jar that Java loads as an agent; its version differs between releases. */
export async function findAgent(jars: string): Promise<string> {
  const agent = (await readdir(jars)).find((name) => /^jamm-.*\.jar$/.test(name));
  if (!agent) throw new CassandraStartError(0, `cannot start: no jamm jar in ${jars}`, '');
  return join(jars, agent);
}

/** The version is pinned so that everybody runs the plug-in that was tried. */
const COPY_GOAL = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';

async function copyDependencies(version: string, folder: string): Promise<void> {
  const pom = join(folder, 'pom.xml');
  await writeFile(pom, renderPom(version));
  const args = [
    '-B',
    '-q',
    '-Dstyle.color=never',
    '-f',
    pom,
    COPY_GOAL,
    '-DincludeScope=runtime',
    `-DoutputDirectory=${folder}`,
  ];
  const result = await runTool('mvn', args, folder);
  if (result.kind === 'missing') throw new MavenMissingError(version);
  if (result.kind === 'failed') throw new CassandraDownloadError(`Cassandra ${version}`, tail(result.output));
  await rm(pom);
}

function renderPom(version: string): string {
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>coodie</groupId><artifactId>cassandra</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies><dependency>
    <groupId>org.apache.cassandra</groupId><artifactId>cassandra-all</artifactId><version>${version}</version>
  </dependency></dependencies>
</project>
`;
}
