import { isBefore, type CassandraVersion } from '../../lib/core/options/server-profile.js';

/** The release of the server of this run, such as `5.0.8`; known while tests are being declared. */
export function serverRelease(): string {
  const release = process.env['CASSANDRA_VERSION'];
  if (!release) throw new Error('CASSANDRA_VERSION is not set: this suite belongs to the integration project.');
  return release;
}

export function serverVersion(): CassandraVersion {
  return parseVersion(serverRelease());
}

/** Whether the server is of this version or a later one: `isSince('4.1')`. */
export function isSince(version: string): boolean {
  return !isBefore(serverVersion(), parseVersion(version));
}

/** From a version on, up to the one before another. */
export interface VersionRange {
  readonly since?: string | undefined;
  readonly before?: string | undefined;
}

/** A test for some versions; left out on others, and its title says why. */
export function itOn(range: VersionRange, title: string, work: () => Promise<unknown>): void {
  const reason = whyNotHere(range);
  if (reason === undefined) it(title, work);
  else it.skip(`${title} (${reason}; this is ${serverRelease()})`, work);
}

/** The same for a group of tests. */
export function describeOn(range: VersionRange, title: string, tests: () => void): void {
  const reason = whyNotHere(range);
  if (reason === undefined) describe(title, tests);
  else describe.skip(`${title} (${reason}; this is ${serverRelease()})`, tests);
}

function whyNotHere({ since, before }: VersionRange): string | undefined {
  if (since !== undefined && !isSince(since)) return `needs Cassandra ${since}`;
  return before !== undefined && isSince(before) ? `is of no use from Cassandra ${before} on` : undefined;
}

function parseVersion(text: string): CassandraVersion {
  const [major = 0, minor = 0] = text.split(/[.-]/).map(Number);
  return { major, minor };
}
