import type { CassandraRelease } from './cassandra-release.js';
import { CassandraDownloadError } from './embedded-cassandra-error.js';
import { runTool, tail } from './run-tool.js';

/** The program is there and reaches its engine. */
export async function hasDocker(): Promise<boolean> {
  return (await runTool('docker', ['info'])).kind === 'done';
}

/** The official image of a release, fetched unless it is there. @throws CassandraDownloadError */
export async function pullImage({ version }: CassandraRelease, log: (line: string) => void): Promise<string> {
  const image = `cassandra:${version}`;
  if ((await runTool('docker', ['image', 'inspect', image])).kind === 'done') return image;
  log(`pulling the image ${image} (once)`);
  const result = await runTool('docker', ['pull', image]);
  if (result.kind === 'done') return image;
  throw new CassandraDownloadError(`The image ${image}`, result.kind === 'failed' ? tail(result.output) : 'no docker');
}
