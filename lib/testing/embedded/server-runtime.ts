import type { CassandraRelease } from './cassandra-release.js';
import { chooseJava, type Java } from './choose-java.js';
import { CassandraDownloadError, JavaMissingError, MavenMissingError } from './embedded-cassandra-error.js';
import { fetchJars, findAgent, hasJars } from './fetch-jars.js';
import { fetchJava } from './fetch-java.js';
import { findJavas } from './find-java.js';
import { runTool, tail } from './run-tool.js';

type Log = (line: string) => void;

/** Runtime of the servers: a local Java with jars from the cache, or Docker with the official image. */
export type Runtime =
  | { readonly kind: 'java'; readonly java: Java; readonly jars: string; readonly agent: string }
  | { readonly kind: 'docker'; readonly image: string };

/**
 * Java where it can be had, else Docker, which runs one node only.
 * @throws JavaMissingError, MavenMissingError or CassandraDownloadError
 */
export async function findRuntime(release: CassandraRelease, nodes: number, log: Log): Promise<Runtime> {
  const javas = await findJavas();
  const java = chooseJava(javas, release) ?? (await fetchJava(release, log));
  if (java && ((await hasJars(release)) || (await hasMaven()))) return javaRuntime(release, java, log);
  if (nodes === 1 && (await hasDocker())) return { kind: 'docker', image: await pullImage(release, log) };
  if (java) throw new MavenMissingError(release.version);
  const majors = [...new Set(javas.map(({ major }) => major))];
  throw new JavaMissingError(release.version, release.javas, majors);
}

async function javaRuntime(release: CassandraRelease, java: Java, log: Log): Promise<Runtime> {
  const jars = await fetchJars(release, log);
  log(`Cassandra ${release.version} on Java ${java.major}`);
  return { kind: 'java', java, jars, agent: await findAgent(jars) };
}

async function hasMaven(): Promise<boolean> {
  return (await runTool('mvn', ['--version'])).kind === 'done';
}

/** The program is there and reaches its engine. */
async function hasDocker(): Promise<boolean> {
  return (await runTool('docker', ['info'])).kind === 'done';
}

/** The official image of a release, fetched unless it is there. @throws CassandraDownloadError */
async function pullImage({ version }: CassandraRelease, log: (line: string) => void): Promise<string> {
  const image = `cassandra:${version}`;
  if ((await runTool('docker', ['image', 'inspect', image])).kind === 'done') return image;
  log(`pulling the image ${image} (once)`);
  const result = await runTool('docker', ['pull', image]);
  if (result.kind === 'done') return image;
  throw new CassandraDownloadError(`The image ${image}`, result.kind === 'failed' ? tail(result.output) : 'no docker');
}
