import { LeaseLock, type LeaseLockOptions } from '../../../lib/lock/lease-lock.js';
import type { Runtime } from '../../../lib/session/runtime.js';
import type { ExecuteOptions, Page, Result, Row, Session } from '../../../lib/session/session.js';

/** A clock that jumps from one delay to the next, and the beats that fall between. */
export class VirtualRuntime implements Runtime {
  readonly intervals: number[] = [];
  readonly delays: number[] = [];
  private time = 0;
  private beats: readonly { readonly every: number; next: number; readonly work: () => void }[] = [];

  now = (): Date => new Date(1_700_000_000_000 + this.time + this.asleep);
  monotonic = (): number => this.time;
  random = (): number => 0.5;
  uuid = (): string => `hold-${this.intervals.length}`;
  /** Milliseconds that only the wall clock has seen: the machine was suspended. */
  asleep = 0;

  async delay(milliseconds: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.delays.push(milliseconds);
    await this.pass(milliseconds);
    signal?.throwIfAborted();
  }

  every(milliseconds: number, work: () => void): () => void {
    this.intervals.push(milliseconds);
    const beat = { every: milliseconds, next: this.time + milliseconds, work };
    this.beats = [...this.beats, beat];
    return () => {
      this.beats = this.beats.filter((other) => other !== beat);
    };
  }

  async pass(milliseconds: number): Promise<void> {
    const until = this.time + milliseconds;
    for (;;) {
      const [beat] = this.beats.toSorted((a, b) => a.next - b.next);
      if (!beat || beat.next > until) break;
      this.time = beat.next;
      beat.next += beat.every;
      beat.work();
      await settled();
    }
    this.time = until;
    await settled();
  }
}

/** Lets everything that waits for no time come to its end. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

export type Kind = 'look' | 'serial' | 'take' | 'orphan' | 'renew' | 'release';

/** What becomes of a request: by default the row answers it. */
export type Fault = (kind: Kind, answer: () => Result) => Result;

/** The row of the lock in memory, and what was asked of it. */
export class VirtualRow implements Session {
  readonly keyspace = 'shop';
  readonly asked: Kind[] = [];
  row: Row | undefined;

  constructor(private readonly fault: Fault = (_, answer) => answer()) {}

  async execute(cql: string, params: readonly unknown[] = [], options: ExecuteOptions = {}): Promise<Result> {
    await settled();
    const kind = kindOf(cql, options);
    this.asked.push(kind);
    if (this.asked.length > 10_000) throw new Error('a loop without a pause');
    return this.fault(kind, () => this.answer(kind, params));
  }

  stream(): AsyncIterable<Row> {
    throw new Error('The lock is no stream.');
  }

  page(): Promise<Page> {
    throw new Error('The lock has no pages.');
  }

  batch(): Promise<void> {
    throw new Error('The lock is no batch.');
  }

  private answer(kind: Kind, params: readonly unknown[]): Result {
    if (kind === 'look' || kind === 'serial') return result(this.row ? [{ ttl: 30, written: 1, ...this.row }] : []);
    if (kind === 'release') return this.change(this.row?.['owner'] === params[1], undefined);
    if (kind === 'renew') return this.change(this.row !== undefined && this.row['owner'] === params[3], this.row);
    return this.take(kind, params);
  }

  private take(kind: Kind, params: readonly unknown[]): Result {
    const isFree = kind === 'take' ? this.row === undefined : this.row?.['owner'] === null;
    const [acquiredAt, owner] = kind === 'take' ? params.slice(1) : params;
    return this.change(isFree, { owner, acquired_at: acquiredAt });
  }

  private change(isMet: boolean, row: Row | undefined): Result {
    const before = this.row;
    if (isMet) this.row = row;
    return { ...result(isMet || !before ? [] : [before]), applied: isMet };
  }
}

const result = (rows: readonly Row[]): Result => ({ rows, applied: true, warnings: [] });

function kindOf(cql: string, { consistency }: ExecuteOptions): Kind {
  if (cql.startsWith('SELECT')) return consistency === 'serial' ? 'serial' : 'look';
  if (cql.startsWith('INSERT')) return 'take';
  if (cql.startsWith('DELETE')) return 'release';
  return cql.endsWith('IF owner = NULL') ? 'orphan' : 'renew';
}

export function virtualLock(row: VirtualRow, options: Partial<LeaseLockOptions> = {}) {
  const runtime = new VirtualRuntime();
  return { runtime, lock: new LeaseLock({ session: row, runtime }, { process: 'pod:1', ttl: 30, ...options }) };
}
