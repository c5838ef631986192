import { CoodieError, messageOf } from '../core/error.js';
import { countStates, type TenantOutcome } from '../core/tenants/tenant-outcome.js';

/** A list of tenants, a choice among them or options that cannot be meant. Nothing was sent. */
export class InvalidTenantsError extends CoodieError {
  readonly code = 'COODIE_INVALID_TENANTS';

  constructor(
    readonly problems: readonly string[],
    cause?: unknown,
  ) {
    super(['The tenants are not right:', ...problems.map((problem) => `  ${problem}`)].join('\n'), {
      cause,
      hint: 'Nothing was sent to the database. The tenants are those of tenants.keyspaces in forRoot.',
    });
  }
}

/** The failure of one tenant, as data. */
export interface TenantFailure {
  readonly keyspace: string;
  /** The code of a CoodieError; undefined for any other error. */
  readonly code: string | undefined;
  readonly message: string;
  readonly hint: string | undefined;
}

/** Work on the tenants failed for some of them; `cause.errors` has the errors themselves. */
export class TenantsFailedError extends CoodieError {
  readonly code = 'COODIE_TENANTS_FAILED';
  readonly failures: readonly TenantFailure[];
  /** The tenants whose work is done, or that needed none. */
  readonly succeeded: readonly string[];
  /** The tenants that were not tried, because the run had stopped before. */
  readonly notTried: readonly string[];
  declare readonly cause: AggregateError;

  constructor(readonly outcomes: readonly TenantOutcome<unknown>[]) {
    const failed = outcomes.filter((outcome) => outcome.state === 'failed');
    const failures = failed.map(({ keyspace, error }) => failureOf(keyspace, error));
    const headline = `Of ${outcomes.length} tenants: ${countStates(outcomes)}`;
    super([headline, ...failures.flatMap(failureLines)].join('\n'), {
      cause: new AggregateError(
        failed.map(({ error }) => error),
        headline,
      ),
      hint: 'Fix the cause of each failure and run it again: what is done is left alone.',
    });
    this.failures = failures;
    this.succeeded = outcomes.filter(({ state }) => state === 'done' || state === 'unchanged').map(keyspaceOf);
    this.notTried = outcomes.filter(({ state }) => state === 'not-tried').map(keyspaceOf);
  }
}

const keyspaceOf = ({ keyspace }: { readonly keyspace: string }) => keyspace;

function failureOf(keyspace: string, error: unknown): TenantFailure {
  const known = error instanceof CoodieError ? error : undefined;
  return { keyspace, code: known?.code, message: messageOf(error), hint: known?.hint };
}

function failureLines({ keyspace, code, message }: TenantFailure): readonly string[] {
  const [first = '', ...more] = message.split('\n');
  return [`  ${keyspace}: ${code === undefined ? '' : `${code}: `}${first}`, ...more.map((line) => `    ${line}`)];
}

/** A tenant has a history of its own besides that in the state keyspace: it is unknown which one is right. */
export class TenantHistoryTwiceError extends CoodieError {
  readonly code = 'COODIE_TENANT_HISTORY_TWICE';

  constructor(
    readonly keyspace: string,
    readonly stateKeyspace: string,
  ) {
    super(
      `Keyspace ${keyspace} has a history of its own in _coodie_migrations, and ${stateKeyspace} keeps its history as a tenant.`,
      {
        hint:
          'An older version of coodie, or Python’s, was run on it. Find out which history is right, make the other one ' +
          `right, and drop ${keyspace}."_coodie_migrations"; or take the tenant out of ${stateKeyspace}."_coodie_tenants".`,
      },
    );
  }
}

/** A script of a migration names a keyspace, in a run that does the same in the keyspace of each tenant. */
export class TenantKeyspaceNamedError extends CoodieError {
  readonly code = 'COODIE_TENANT_KEYSPACE_NAMED';

  constructor(
    readonly keyspace: string,
    readonly statements: readonly { readonly place: string; readonly named: string }[],
  ) {
    super(
      [
        `A run over tenants would change another keyspace than that of the tenant ${keyspace}:`,
        ...statements.map(({ place, named }) => `  ${place} names ${named}`),
        'Nothing was run.',
      ].join('\n'),
      { hint: 'Leave the keyspace out: names without one mean the keyspace of the tenant.' },
    );
  }
}
