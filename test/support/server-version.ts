import { isBefore, type CassandraVersion } from '../../lib/core/model/options/cassandra-version.js';

/** The release of the server of this run, such as `5.0.8`; known while tests are being declared. */
export function serverRelease(): string {
  const release = process.env['CASSANDRA_VERSION'];
  if (!release) throw new Error('CASSANDRA_VERSION is not set: this suite belongs to the integration project.');
  return release;
}

export function serverVersion(): CassandraVersion {
  const [major = 0, minor = 0] = serverRelease().split(/[.-]/).map(Number);
  return { major, minor };
}

/** Whether the server is of this version or a later one: `isSince('4.1')`. */
export function isSince(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return !isBefore(serverVersion(), { major, minor });
}

/** A test that needs this version or a later one; left out on others, and its title says why. */
export function itSince(version: string, title: string, work: () => Promise<unknown>): void {
  if (isSince(version)) it(title, work);
  else it.skip(`${title} (needs Cassandra ${version}; this is ${serverRelease()})`, work);
}
