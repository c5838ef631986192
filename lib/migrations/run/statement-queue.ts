import { nextTurn } from '../../session/in-time.js';
import { ContextEndedError, StatementNotAwaitedError } from './errors.js';
import { WatchedPromise } from './watched-promise.js';

/** How the code that calls for the statements came to its end. */
export type CodeEnd = 'returned' | 'failed';

/** A statement that was called for. */
interface Call {
  readonly cql: string;
  readonly promise: WatchedPromise<unknown>;
  readonly begin: () => Promise<unknown>;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (reason: unknown) => void;
  isSettled: boolean;
  failure?: unknown;
}

/**
 * Runs what a migration calls for one after the other, in the order of the calls. Once the migration has ended nothing
 * begins any more, and what is under way is waited for.
 */
export class StatementQueue {
  private readonly waiting = new Set<Call>();
  private underWay: Call | undefined;
  private turn: Promise<void> = Promise.resolve();
  private ended: CodeEnd | undefined;
  /** Failures for which no caller was waiting. */
  private readonly unheard: Call[] = [];
  /** The statement of each failure that was handed to the migration. */
  private readonly failures = new WeakMap<WeakKey, string>();
  /** Statements that failed or came too late while no caller waited for them. */
  private readonly strays: string[] = [];

  constructor(
    private readonly origin: string,
    /** Told of each statement that is called for after the end. */
    private readonly onLate: (error: ContextEndedError) => void,
  ) {}

  run<T>(cql: string, work: () => Promise<T>): Promise<T> {
    const { promise, resolve, reject } = watched<T>();
    if (this.ended) reject(this.tooLate(cql));
    else {
      // `answer` is what `work` resolves to.
      this.waiting.add({
        cql,
        promise,
        begin: work,
        resolve: (answer) => resolve(answer as T),
        reject,
        isSettled: false,
      });
      this.beginNext();
    }
    return promise;
  }

  /**
   * Ends the queue. What is under way is waited for; what has not begun is never sent.
   * @throws StatementNotAwaitedError where the migration returned before its statements did, or let a failure be
   */
  async end(how: CodeEnd): Promise<void> {
    this.ended = how;
    const open = [this.underWay, ...this.waiting].flatMap((call) => (call?.isSettled === false ? [call] : []));
    if (how === 'failed') for (const { cql, reject } of this.waiting) reject(new ContextEndedError(this.origin, cql));
    this.waiting.clear();
    await this.turn;
    await nextTurn();
    if (how === 'returned') this.refuseUnawaited(open);
  }

  /** Whether an unhandled rejection comes from this queue; the migration then fails at its end. */
  takeStray(reason: unknown): boolean {
    const cql = isKey(reason) ? this.failures.get(reason) : undefined;
    if (cql === undefined) return false;
    if (!(reason instanceof ContextEndedError)) this.strays.push(cql);
    return true;
  }

  private refuseUnawaited(open: readonly Call[]): void {
    const unheard = this.unheard.filter(({ promise }) => !promise.isWatched);
    const calls = [...new Set([...unheard, ...open])];
    const statements = [...this.strays, ...calls.map(({ cql }) => cql)];
    const failed = calls.find(({ failure }) => failure !== undefined);
    if (statements.length > 0) throw new StatementNotAwaitedError(statements, failed?.failure);
  }

  private beginNext(): void {
    if (this.underWay) return;
    const [call] = this.waiting;
    if (!call) return;
    this.waiting.delete(call);
    this.underWay = call;
    this.turn = this.perform(call);
  }

  private async perform(call: Call): Promise<void> {
    try {
      this.settle(call, call.resolve, await call.begin());
    } catch (reason) {
      this.noteFailure(call, reason);
      this.settle(call, call.reject, reason);
      // Statements that were called together with it must not begin before the caller has heard of the failure.
      await nextTurn();
    }
    this.underWay = undefined;
    this.beginNext();
  }

  /** Code that has returned does not listen: an answer would make it go on, a failure end the process. */
  private settle(call: Call, how: (outcome: unknown) => void, outcome: unknown): void {
    call.isSettled = true;
    if (this.ended !== 'returned') how(outcome);
  }

  private noteFailure(call: Call, reason: unknown): void {
    call.failure = reason;
    if (!call.promise.isWatched) this.unheard.push(call);
    if (isKey(reason)) this.failures.set(reason, call.cql);
  }

  private tooLate(cql: string): ContextEndedError {
    const error = new ContextEndedError(this.origin, cql);
    this.failures.set(error, cql);
    this.strays.push(cql);
    this.onLate(error);
    return error;
  }
}

function watched<T>() {
  let resolve: (value: T) => void = () => {};
  let reject: (reason: unknown) => void = () => {};
  const promise = new WatchedPromise<T>((onAnswer, onFailure) => {
    resolve = onAnswer;
    reject = onFailure;
  }).neverUnhandled();
  return { promise, resolve, reject };
}

function isKey(value: unknown): value is WeakKey {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
