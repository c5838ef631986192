import { CoodieError } from '../../core/error.js';
import { KeyspacesFailedError } from '../../schema/errors.js';
import { TenantsFailedError } from '../../tenants/errors.js';

/** Exit codes of the process; part of the contract. */
export const EXIT = {
  done: 0,
  failed: 1,
  usage: 2,
  outOfDate: 3,
  lockHeld: 4,
  refused: 5,
  hungUp: 129,
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** By error code. Everything else that a run meets is a failure. */
const BY_CODE: Readonly<Record<string, ExitCode>> = {
  COODIE_USAGE: EXIT.usage,
  COODIE_INVALID_STEPS: EXIT.usage,
  COODIE_CASSANDRA_OPTION_INVALID: EXIT.usage,
  COODIE_SCHEMA_DRIFT: EXIT.outOfDate,
  COODIE_PENDING_MIGRATIONS: EXIT.outOfDate,
  COODIE_LOCK_HELD: EXIT.lockHeld,
  COODIE_NO_STATEMENT: EXIT.refused,
  COODIE_UNANSWERED_RENAME: EXIT.refused,
  COODIE_UNSAFE_CHANGES: EXIT.refused,
  COODIE_DESTRUCTIVE: EXIT.refused,
  COODIE_PLAN_OUTDATED: EXIT.refused,
  COODIE_ROLLBACK_OUTDATED: EXIT.refused,
  COODIE_REPAIR_OUTDATED: EXIT.refused,
  COODIE_UNCLEAR_ROLLBACK: EXIT.refused,
  COODIE_RESET_REFUSED: EXIT.refused,
  COODIE_RENUMBER_REFUSED: EXIT.refused,
  COODIE_INIT_REFUSED: EXIT.refused,
  COODIE_SQUASH_REFUSED: EXIT.refused,
  COODIE_BACKFILL_REFUSED: EXIT.refused,
  COODIE_BACKFILL_UNFINISHED: EXIT.refused,
  COODIE_BACKFILL_NOT_RUNNING: EXIT.refused,
  COODIE_EARLIER_STATEMENTS: EXIT.refused,
  COODIE_TENANT_ELSEWHERE: EXIT.refused,
  COODIE_TENANT_KEYSPACE_NAMED: EXIT.refused,
  COODIE_INTERRUPTED: EXIT.interrupted,
  COODIE_HUNG_UP: EXIT.hungUp,
  COODIE_TERMINATED: EXIT.terminated,
};

export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof KeyspacesFailedError || error instanceof TenantsFailedError)
    return commonExitCode(error.cause.errors);
  return error instanceof CoodieError ? (BY_CODE[error.code] ?? EXIT.failed) : EXIT.failed;
}

/** Failures of one kind end as one of them would. */
function commonExitCode(errors: readonly unknown[]): ExitCode {
  const [first = EXIT.failed, ...others] = new Set(errors.map(exitCodeOf));
  return others.length === 0 ? first : EXIT.failed;
}
