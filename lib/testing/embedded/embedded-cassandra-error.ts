import { CoodieError } from '../../core/error.js';

/** Base of everything that `EmbeddedCassandra` throws on purpose. */
export abstract class EmbeddedCassandraError extends CoodieError {}

/** An option of `EmbeddedCassandra.start`, or the index of a node, makes no sense. */
export class EmbeddedCassandraOptionError extends EmbeddedCassandraError {
  readonly code = 'COODIE_CASSANDRA_OPTION_INVALID';

  constructor(
    readonly option: string,
    problem: string,
  ) {
    super(`EmbeddedCassandra: ${option} ${problem}.`);
  }
}

export class JavaMissingError extends EmbeddedCassandraError {
  readonly code = 'COODIE_JAVA_MISSING';

  /** `wanted` and `found` are major versions, such as 17. */
  constructor(
    readonly version: string,
    readonly wanted: readonly number[],
    readonly found: readonly number[],
  ) {
    const seen = found.length > 0 ? `only Java ${found.join(', ')}` : 'no Java at all';
    super(`Cassandra ${version} runs on Java ${wanted.slice(0, 2).join(' or ')}; ${seen} was found here.`, {
      hint:
        `${howToInstall(wanted[0])} or set JAVA_HOME; or start Docker; ` +
        'or set CASSANDRA_CONTACT_POINTS to a server you already have.',
    });
  }
}

export class MavenMissingError extends EmbeddedCassandraError {
  readonly code = 'COODIE_MAVEN_MISSING';

  constructor(readonly version: string) {
    super(
      `The jars of Cassandra ${version} are not in the cache, and Maven, which fetches them, was not found (mvn).`,
      {
        hint:
          'Install Maven (Debian: apt-get install maven, macOS: brew install maven); or start Docker; ' +
          'or set CASSANDRA_CONTACT_POINTS to a server you already have.',
      },
    );
  }
}

/** A tool that fetches Cassandra (Maven, pip or Docker) failed; `output` is the end of what it printed. */
export class CassandraDownloadError extends EmbeddedCassandraError {
  readonly code = 'COODIE_CASSANDRA_DOWNLOAD_FAILED';

  constructor(
    readonly subject: string,
    readonly output: string,
  ) {
    super(`${subject} could not be fetched:\n${output}`, {
      hint: 'Check the version and the network, then start again.',
    });
  }
}

export class CassandraStartError extends EmbeddedCassandraError {
  readonly code = 'COODIE_CASSANDRA_START_FAILED';

  /** `node` counts from 0; `log` is the end of that node's log. */
  constructor(
    readonly node: number,
    problem: string,
    readonly log: string,
  ) {
    super(`Cassandra node ${node} ${problem}. The end of its log:\n${log}`, {
      hint: 'The log says why; most often a wrong key in `settings`, a port that is taken, or too little memory (`heap`).',
    });
  }
}

/** Several nodes need 127.0.0.2 and further; macOS has only 127.0.0.1 at first. */
export class LoopbackAddressMissingError extends EmbeddedCassandraError {
  readonly code = 'COODIE_LOOPBACK_ADDRESS_MISSING';

  constructor(
    readonly address: string,
    cause: unknown,
  ) {
    super(`The address ${address} is not there on this machine; every node needs one of its own.`, {
      hint: `macOS: sudo ifconfig lo0 alias ${address} up`,
      cause,
    });
  }
}

/** Distributions of today have no package of Java 11, but with pip it is fetched without being asked for. */
function howToInstall(major: number | undefined): string {
  if (major === 11) return 'Install pip (Debian: apt-get install python3-pip), which then fetches Java 11,';
  return `Install Java ${major} (Debian: apt-get install openjdk-${major}-jre-headless, macOS: brew install openjdk@${major})`;
}
