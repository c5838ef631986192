import { maskSecrets, maskSecretsIn, shownText } from '../core/cql/mask-secrets.js';
import { CoodieError } from '../core/error.js';
import { hintFor, inWords } from './describe-driver-error.js';

export interface HostVersion {
  /** `address:port` */
  readonly host: string;
  readonly dataCenter?: string | undefined;
  /**
   * `answered` (the default): it told its version itself. `reported`: another host told it, and that it is alive. `silent`: it gave no
   * answer, and it is unknown whether it is alive. `down`: it is not waited for.
   */
  readonly state?: 'answered' | 'reported' | 'silent' | 'down';
  /** Its schema version, where that is known. */
  readonly version: string | undefined;
  /** The host that told the version in its place. */
  readonly by?: string | undefined;
  readonly problem?: string | undefined;
}

/** The live hosts did not come to one schema version in time. */
export class SchemaDisagreementError extends CoodieError {
  readonly code = 'COODIE_SCHEMA_DISAGREEMENT';

  constructor(
    readonly hosts: readonly HostVersion[],
    readonly milliseconds: number,
  ) {
    super(
      [
        `The hosts did not agree on the schema within ${Math.round(milliseconds / 1000)} s.`,
        ...hosts.map(
          (host) => `  ${host.host}${hasSeveral(hosts) ? ` (${host.dataCenter})` : ''}   ${versionLine(host)}`,
        ),
      ].join('\n'),
      { hint: 'Look at the hosts that differ (nodetool describecluster, nodetool status), then run this again.' },
    );
  }
}

function hasSeveral(hosts: readonly HostVersion[]): boolean {
  return new Set(hosts.map(({ dataCenter }) => dataCenter)).size > 1;
}

function versionLine({ state = 'answered', version, by, problem }: HostVersion): string {
  if (state === 'down' || version === undefined) return `no answer: ${problem}`;
  if (state === 'answered') return version;
  const life = state === 'reported' ? 'alive' : 'perhaps alive';
  return `${version} and ${life}, as ${by} says; no answer: ${problem}`;
}

/** A statement of which it is not known whether it took effect, and which must not be sent again without knowing. */
export class UnclearOutcomeError extends CoodieError {
  readonly code = 'COODIE_UNCLEAR_OUTCOME';
  readonly cql: string;

  constructor(
    cql: string,
    cause: unknown,
    /** The host that was to run it, where that is known. */
    readonly coordinator?: string,
  ) {
    const text = maskSecrets(cql);
    super(
      `It is not known whether this took effect: ${shownText(text)}\n  ${shownText(maskSecretsIn(inWords(cause), cql))}`,
      {
        cause,
        hint: 'Run this again: it looks at the schema first, and sends only what is missing.',
      },
    );
    this.cql = text;
  }
}

/** A silent host may have run a statement that it was sent, or may run it later. */
export class SilentHostsError extends CoodieError {
  readonly code = 'COODIE_SILENT_HOSTS';

  constructor(readonly hosts: readonly string[]) {
    super(
      `${hosts.join(', ')} ${hosts.length === 1 ? 'does' : 'do'} not answer, and may have done it or do it yet. ` +
        'Bring that back, then run this again.',
    );
  }
}

/** A schema statement that the server refused, or of which it is not known whether it took effect. */
export class StatementFailedError extends CoodieError {
  readonly code = 'COODIE_STATEMENT_FAILED';

  readonly cql: string;

  constructor(
    cql: string,
    readonly position: number,
    readonly total: number,
    cause: unknown,
  ) {
    const text = maskSecrets(cql);
    const problem = shownText(maskSecretsIn(inWords(cause), cql));
    super(`Statement ${position} of ${total} failed: ${shownText(text)}\n  ${problem}`, {
      cause,
      hint: hintFor(cause),
    });
    this.cql = text;
  }
}

/** No host of the cluster could run a statement. */
export class NoHostAnswersError extends CoodieError {
  readonly code = 'COODIE_NO_HOST_ANSWERS';

  constructor(
    readonly hosts: readonly HostProblem[],
    { message, hint, cause }: { readonly message: string; readonly hint: string | undefined; readonly cause: unknown },
  ) {
    super(message, { cause, hint: hint ?? 'Look at the hosts (nodetool status), then run this again.' });
  }
}

export interface HostProblem {
  readonly host: string;
  readonly problem: string;
  /** Whether the host itself said so; otherwise it could not be reached. */
  readonly answered?: boolean;
}

export class ConnectionFailedError extends CoodieError {
  readonly code = 'COODIE_NO_CONNECTION';

  constructor(
    readonly hosts: readonly HostProblem[],
    cause: unknown,
    hint?: string,
  ) {
    const answered = hosts.some((host) => host.answered);
    const headline = answered ? 'No host of the cluster can serve this client.' : 'No host of the cluster answers.';
    super([headline, ...hosts.map(({ host, problem }) => `  ${host}   ${problem}`)].join('\n'), {
      cause,
      hint: hint ?? (answered ? undefined : 'Is Cassandra running? Start one for development: npx coodie cassandra'),
    });
  }
}

export class AuthenticationFailedError extends CoodieError {
  readonly code = 'COODIE_AUTHENTICATION_FAILED';

  constructor(
    readonly host: string,
    cause: unknown,
  ) {
    super(`${host} refused the credentials: ${inWords(cause)}`, {
      cause,
      hint: 'Check the user name and the password (the command line takes it from COODIE_PASSWORD).',
    });
  }
}

export class KeyspaceMissingError extends CoodieError {
  readonly code = 'COODIE_KEYSPACE_MISSING';

  constructor(
    readonly keyspace: string,
    cause?: unknown,
  ) {
    super(`There is no keyspace ${keyspace}.`, {
      cause,
      hint: 'Create it, or let coodie do so: createKeyspace: { replication: { class, … } }',
    });
  }
}

/** A keyspace that was not created, because lightweight transactions could not work in it. */
export class ReplicationError extends CoodieError {
  readonly code = 'COODIE_REPLICATION';

  constructor(
    readonly keyspace: string,
    readonly replication: Readonly<Record<string, string | number>>,
    problem: string,
  ) {
    super(`Keyspace ${keyspace} was not created with ${JSON.stringify(replication)}: ${problem}.`, {
      hint: 'Change createKeyspace.replication, or add the missing nodes. On a single node for development the factor must be 1.',
    });
  }
}

/** Options that cannot work, whatever the database does. */
export class InvalidConnectionError extends CoodieError {
  readonly code = 'COODIE_INVALID_CONNECTION';
}
