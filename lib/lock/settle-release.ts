import { messageOf } from '../core/error.js';
import type { Report } from '../core/progress/progress.js';
import { isRefused } from '../session/refusal.js';
import type { Runtime } from '../session/runtime.js';
import type { LockRow } from './lock-row.js';

export interface ReleaseOptions {
  readonly row: LockRow;
  readonly runtime: Runtime;
  readonly owner: string;
  /** When the lock is gone by itself, on the monotonic clock. */
  readonly standsUntil: number;
  /** Aborts when the connection is closed: then no further request is answered. */
  readonly closed?: AbortSignal | undefined;
  readonly report: Report;
}

/** Milliseconds after which a request whose outcome is not known takes effect no more: servers that are overloaded run it late. */
export const LATE = 10_000;

const FIRST_PAUSE = 200;
const LONGEST_PAUSE = 10_000;
/** Milliseconds after which nothing is tried any more, however long the lock would stand. */
const RELEASE_FOR = 600_000;
/** Failures that nothing is said about: contention makes a request time out now and then. */
const QUIET_FAILURES = 1;

/**
 * Releases the lock, and does not give up before it is known to be released or has expired: a lock that is left behind
 * holds up everybody else. Never fails: the work under the lock has ended, and its outcome is what counts.
 */
export async function settleRelease(options: ReleaseOptions): Promise<void> {
  const { runtime, standsUntil, closed } = options;
  const giveUpAt = Math.min(standsUntil, runtime.monotonic() + RELEASE_FOR);
  for (let failures = 0; ;) {
    const failure = await tryRelease(options, failures > 0);
    if (failure === undefined) return reportReleased(options, failures);
    failures += 1;
    const isFinal = isRefused(failure.error) || closed?.aborted === true;
    if (isFinal || failures === QUIET_FAILURES + 1) reportFailure(options, failure.error);
    const left = giveUpAt - runtime.monotonic();
    if (isFinal || left <= 0) return;
    const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** failures) * (0.5 + runtime.random());
    await runtime.delay(Math.min(pause, left), closed).catch(() => {});
  }
}

interface Failure {
  readonly error: unknown;
}

/** After a failure the row tells, as the request may have taken effect. */
async function tryRelease({ row, owner }: ReleaseOptions, isRepeated: boolean): Promise<Failure | undefined> {
  try {
    if (!isRepeated || (await row.holder())?.owner === owner) await row.release(owner);
    return undefined;
  } catch (error) {
    return { error };
  }
}

function reportFailure({ runtime, standsUntil, report, owner }: ReleaseOptions, error: unknown): void {
  const left = Math.max(0, standsUntil - runtime.monotonic());
  const expiresAt = new Date(runtime.now().getTime() + left);
  report({ kind: 'lock-not-released', owner, message: messageOf(error), expiresAt, seconds: Math.ceil(left / 1000) });
}

function reportReleased({ report, owner }: ReleaseOptions, failures: number): void {
  if (failures > QUIET_FAILURES) report({ kind: 'lock-released', owner });
}
