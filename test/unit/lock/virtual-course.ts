import { LeaseLock } from '../../../lib/lock/lease-lock.js';
import type { Session } from '../../../lib/session/session.js';
import { SimulatedProcess } from '../../simulation/client/simulated-process.js';
import { EventQueue } from '../../simulation/engine/event-queue.js';
import { Random } from '../../simulation/engine/random.js';
import { Trace } from '../../simulation/engine/trace.js';
import { VirtualRow, type Kind } from './virtual-lock.js';

/** Milliseconds until a request is answered. */
const LATENCY = 5;
const HOUR = 3_600;

export interface Course {
  /** Requests of a kind, of all runs together. */
  readonly asked: (kind: Kind) => number;
  /** Until the last run has ended. */
  readonly seconds: number;
  /** Milliseconds between each release and the next holder. */
  readonly free: readonly number[];
}

/** So many runs that want one lock at the same moment, on one virtual clock; `work` is for how long each holds it, in turn. */
export async function courseOf(count: number, work: (turn: number) => number): Promise<Course> {
  const queue = new EventQueue();
  const random = new Random(count);
  const row = new VirtualRow();
  const session = slowly(row, queue);
  const free: number[] = [];
  const state: { left: number; freeSince?: number } = { left: count };
  const hold = async (number: number) => {
    const trace = new Trace(() => queue.now);
    const { runtime } = new SimulatedProcess({ name: `pod-${number}`, queue, random, trace, skew: 0 });
    const lock = new LeaseLock({ session, runtime }, { process: `pod-${number}:1`, ttl: HOUR });
    await lock.hold({ wait: HOUR, report: () => {} }, () => {
      if (state.freeSince !== undefined) free.push(queue.now - state.freeSince);
      return runtime.delay(work(count - state.left));
    });
    state.freeSince = queue.now;
    state.left -= 1;
  };
  const ended = Promise.all(Array.from({ length: count }, (_, number) => hold(number)));
  while (state.left > 0 && queue.step()) await settled();
  await ended;
  return { asked: (kind) => row.asked.filter((other) => other === kind).length, seconds: queue.now / 1000, free };
}

function slowly(row: VirtualRow, queue: EventQueue): Session {
  const session: Session = Object.create(row) as VirtualRow;
  session.execute = async (...request) => {
    await new Promise<void>((resolve) => queue.after(LATENCY, resolve));
    return row.execute(...request);
  };
  return session;
}

/** Lets everything happen that waits for no time: a request takes two turns of the event loop. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 4; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
