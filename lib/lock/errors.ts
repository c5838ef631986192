import { CoodieError } from '../core/error.js';
import type { LockHolder } from '../core/lock-holder.js';
import { visible } from '../core/text/visible.js';

/** Another run holds the lock; nothing was changed. */
export class LockHeldError extends CoodieError {
  readonly code = 'COODIE_LOCK_HELD';

  constructor(
    readonly keyspace: string,
    readonly holder: LockHolder,
  ) {
    super(`Another run holds the migration lock of keyspace ${keyspace}: ${visible(holder.owner)}`, {
      hint: 'Wait for it: --lock-wait 120.  Look at it: coodie migrate unlock',
    });
  }
}

/** The lock was lost while work was under way: somebody removed it, or it could not be renewed in time. */
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
