import { CoodieError } from '../core/error.js';
import type { Claim } from '../core/plan/claim.js';
import { visible } from '../core/text/visible.js';
import { ownerName, type LockHolder } from '../core/progress/lock-holder.js';

/** Another run holds the lock; nothing was changed. */
export class LockHeldError extends CoodieError {
  readonly code = 'COODIE_LOCK_HELD';

  constructor(
    readonly keyspace: string,
    readonly holder: LockHolder,
    /** Name of the backfill whose lock it is. */
    readonly backfill?: string,
  ) {
    super(`Another run holds ${lockName(keyspace, backfill)}: ${ownerName(holder.owner)}`, {
      hint:
        backfill === undefined
          ? 'Wait for it: --lock-wait 120.  Look at it: coodie migrate unlock'
          : `Wait for it: --lock-wait 120.  Look at it: coodie backfill status ${visible(backfill)}`,
    });
  }
}

/** A lock as people know it. */
export function lockName(keyspace: string, backfill?: string): string {
  const lock = backfill === undefined ? 'the migration lock' : `the lock of backfill ${visible(backfill)}`;
  return `${lock} of keyspace ${keyspace}`;
}

/** The lock was lost while work was under way: it was removed, or could not be renewed in time. */
export class LeaseLostError extends CoodieError {
  readonly code = 'COODIE_LEASE_LOST';

  constructor(
    readonly owner: string,
    reason: string,
    cause?: unknown,
  ) {
    super(`The migration lock was lost: ${reason}.`, {
      cause,
      hint: 'No further statement was sent. Look at the state (coodie migrate status), then run it again.',
    });
  }
}

/** The database accepted the lock of this run, but does not show it: other runs would be accepted as well. */
export class LockHiddenError extends CoodieError {
  readonly code = 'COODIE_LOCK_HIDDEN';

  constructor(
    readonly keyspace: string,
    /** `keyspace.table` as CQL. */
    readonly table: string,
  ) {
    super(
      `The migration lock of keyspace ${keyspace} was taken, but the database does not show it. Nothing was run: ` +
        'another run would not be kept out.\n' +
        `  A DELETE on ${table} from a machine whose clock is ahead hides the row until that time has come, ` +
        'or the clock of a database node is ahead by more than the lock timeout.',
      {
        hint:
          'Check the clocks of the database nodes (NTP). Then make sure that no coodie runs on this keyspace and that ' +
          `every node answers (nodetool status), and remove the DELETE: TRUNCATE ${table}`,
      },
    );
  }
}

/** The row of a lock stays although it was deleted: its timestamp is in the future. */
export class LockNotRemovableError extends CoodieError {
  readonly code = 'COODIE_LOCK_NOT_REMOVABLE';

  constructor(
    readonly table: string,
    readonly holder: LockHolder,
  ) {
    const written = holder.renewedAt ? `, written at ${holder.renewedAt.toISOString()},` : '';
    super(`The lock of ${ownerName(holder.owner)}${written} is still there after it was deleted.`, {
      hint:
        'It was written by a machine whose clock is ahead. Make sure that no coodie runs on this keyspace and that every ' +
        `node answers (nodetool status), then: TRUNCATE ${table}`,
    });
  }
}

/** The time to wait for the lock is no time. */
export class InvalidLockWaitError extends CoodieError {
  readonly code = 'COODIE_INVALID_LOCK_WAIT';

  constructor(readonly wait: unknown) {
    super(`lockWait must be a number of seconds, 0 or more; not ${String(wait)}`);
  }
}

/** Statements of an earlier run may still run on a host that does not answer, and would do harm then. Nothing was sent. */
export class EarlierStatementsError extends CoodieError {
  readonly code = 'COODIE_EARLIER_STATEMENTS';
  /** The statements that may still run. */
  readonly statements: readonly string[];

  constructor(
    readonly keyspace: string,
    claims: readonly Claim[],
    readonly silentHosts: readonly string[],
  ) {
    const hosts = `${silentHosts.join(', ')} ${silentHosts.length === 1 ? 'does' : 'do'} not answer`;
    const objects = [...new Set(claims.map(({ object }) => object))].join(', ');
    const lines = claims.map(({ cql }) => `  ${cql}`);
    super(
      `${hosts} and may still run what an earlier run on keyspace ${keyspace} sent:\n${lines.join('\n')}\n` +
        `Nothing was sent: run later, that would undo what this run does to ${objects}.`,
      {
        hint:
          'Bring the host back, then run this again. If it is gone for good, remove it from the cluster first: ' +
          'nodetool removenode',
      },
    );
    this.statements = claims.map(({ cql }) => cql);
  }
}

/** The note of the statements of earlier syncs cannot be read, so it is unknown which of them may still run. Nothing was sent. */
export class UnreadableClaimsError extends CoodieError {
  readonly code = 'COODIE_UNREADABLE_CLAIMS';

  constructor(
    /** `keyspace.table` as CQL. */
    readonly table: string,
    readonly row: string,
  ) {
    super(`The row ${row} of ${table} cannot be read: a newer version of coodie wrote it, or another program.`, {
      hint:
        'Update coodie. Or make sure that no coodie runs on this keyspace and that every node answers ' +
        `(nodetool status), then: DELETE FROM ${table} WHERE lock_id = '${row}'`,
    });
  }
}
