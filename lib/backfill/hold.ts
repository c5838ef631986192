import type { Runtime } from '../session/runtime.js';
import type { Database, Session } from '../session/session.js';

/** Leave to write. A lease is one; where a queue says whose turn it is, `heldUntil` makes one. */
export interface Hold {
  /** Aborts when nothing more may be written. */
  readonly signal: AbortSignal;
  /** Whether `confirm` would pass at this moment without waiting for anything. */
  readonly isCertain: boolean;
  /** Called directly before each write for a row, unless that is certain. */
  confirm(): Promise<void>;
  /** Called before each write of the progress: it passes for a run that was asked to stop. */
  assertHeld(): Promise<void>;
}

/** A hold that lasts until a signal aborts. Several processes may have one: each works on ranges of its own. */
export function heldUntil(signal: AbortSignal): Hold {
  return {
    signal,
    get isCertain() {
      return !signal.aborted;
    },
    confirm: () => (signal.aborted ? Promise.reject(signal.reason as Error) : Promise.resolve()),
    assertHeld: () => Promise.resolve(),
  };
}

/** Access for a process that is told by a queue whose turn it is. */
export function accessInTurn({ session, runtime }: Pick<Database, 'session' | 'runtime'>): BackfillAccess {
  return { session, records: session, hold: heldUntil(new AbortController().signal), runtime };
}

/** Access of a backfill to the database. */
export interface BackfillAccess {
  /** Rows are read and written over it. */
  readonly session: Session;
  /** The progress is kept over it. */
  readonly records: Session;
  readonly hold: Hold;
  readonly runtime: Runtime;
}
