import { maskSecrets, maskSecretsIn } from '../core/cql/mask-secrets.js';
import { CoodieError } from '../core/error.js';
import { messageOf } from '../core/message-of.js';

export interface HostVersion {
  /** `address:port` */
  readonly host: string;
  /** The schema version that the host reports of itself; `undefined` where it did not answer. */
  readonly version: string | undefined;
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
        ...hosts.map(({ host, version, problem }) => `  ${host}   ${version ?? `no answer: ${problem}`}`),
      ].join('\n'),
      { hint: 'Look at the hosts that differ (nodetool describecluster, nodetool status), then run this again.' },
    );
  }
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
    super(`It is not known whether this took effect: ${text}\n  ${maskSecretsIn(messageOf(cause), cql)}`, {
      cause,
      hint: 'Look whether it did; then say what you found: coodie migrate repair --done NAME, or --not-done NAME',
    });
    this.cql = text;
  }
}

/** What a host was sent it may have done, or do yet: while it is silent nobody can say that it did not. */
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
    super(`Statement ${position} of ${total} failed: ${text}\n  ${maskSecretsIn(messageOf(cause), cql)}`, { cause });
    this.cql = text;
  }
}

export class ConnectionFailedError extends CoodieError {
  readonly code = 'COODIE_NO_CONNECTION';

  constructor(
    readonly hosts: readonly { readonly host: string; readonly problem: string }[],
    cause: unknown,
  ) {
    super(
      ['No host of the cluster answers.', ...hosts.map(({ host, problem }) => `  ${host}   ${problem}`)].join('\n'),
      { cause, hint: 'Is Cassandra running? Start one for development: npx coodie cassandra' },
    );
  }
}

export class AuthenticationFailedError extends CoodieError {
  readonly code = 'COODIE_AUTHENTICATION_FAILED';

  constructor(
    readonly host: string,
    cause: unknown,
  ) {
    super(`${host} refused the credentials: ${messageOf(cause)}`, {
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

/** Options that cannot work, whatever the database does. */
export class InvalidConnectionError extends CoodieError {
  readonly code = 'COODIE_INVALID_CONNECTION';
}
