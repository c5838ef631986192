import type { Runtime } from '../../../lib/session/runtime.js';
import type { EventQueue } from '../engine/event-queue.js';
import type { Random } from '../engine/random.js';
import type { Trace } from '../engine/trace.js';
import { EPOCH } from '../server/simulated-cluster.js';

export interface ProcessOptions {
  readonly name: string;
  readonly queue: EventQueue;
  readonly random: Random;
  readonly trace: Trace;
  /** Milliseconds by which its wall clock is ahead. */
  readonly skew: number;
}

/** A process that can be stopped, continued and killed. Everything that it waits for reaches it through `deliver`. */
export class SimulatedProcess {
  readonly name: string;
  readonly runtime: Runtime;
  private state: 'running' | 'stopped' | 'dead' = 'running';
  private readonly held: (() => void)[] = [];

  constructor(private readonly options: ProcessOptions) {
    this.name = options.name;
    this.runtime = this.makeRuntime();
  }

  get isDead(): boolean {
    return this.state === 'dead';
  }

  get isStopped(): boolean {
    return this.state === 'stopped';
  }

  /** Lets the process see something now, once it is continued, or never. */
  deliver(run: () => void): void {
    if (this.state === 'running') run();
    else if (this.state === 'stopped') this.held.push(run);
  }

  stop(): void {
    if (this.state !== 'running') return;
    this.options.trace.add(`${this.name} is stopped`);
    this.state = 'stopped';
  }

  continue(): void {
    if (this.state !== 'stopped') return;
    this.options.trace.add(`${this.name} is continued`);
    this.state = 'running';
    for (const run of this.held.splice(0))
      this.options.queue.after(this.options.random.between(0, 2), () => this.deliver(run));
  }

  kill(): void {
    if (this.state === 'dead') return;
    this.options.trace.add(`${this.name} is killed`);
    this.state = 'dead';
    this.held.length = 0;
  }

  /** Milliseconds since 1970 by its own clock. */
  get clock(): number {
    return EPOCH + this.options.queue.now + this.options.skew;
  }

  private makeRuntime(): Runtime {
    const { queue, random } = this.options;
    return {
      now: () => new Date(this.clock),
      monotonic: () => queue.now,
      delay: (milliseconds, signal) => this.delay(milliseconds, signal),
      every: (milliseconds, work) => this.every(milliseconds, work),
      random: () => random.next(),
      uuid: () => random.uuid(),
    };
  }

  private delay(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      // The reason of a signal is whatever it was aborted with.
      const fail = () => reject(signal?.reason as Error);
      if (signal?.aborted) return fail();
      const cancel = this.options.queue.after(milliseconds, () =>
        this.deliver(() => {
          signal?.removeEventListener('abort', abort);
          resolve();
        }),
      );
      const abort = () => {
        cancel();
        fail();
      };
      signal?.addEventListener('abort', abort, { once: true });
    });
  }

  /** A timer that fell due while the process was stopped fires once when it goes on. */
  private every(milliseconds: number, work: () => void): () => void {
    let isCancelled = false;
    const arm = (): void => {
      this.options.queue.after(milliseconds, () => {
        if (isCancelled || this.isDead) return;
        this.deliver(() => {
          if (isCancelled) return;
          work();
          arm();
        });
      });
    };
    arm();
    return () => {
      isCancelled = true;
    };
  }
}
