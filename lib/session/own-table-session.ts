import { isOwnTableIn } from './own-tables.js';
import { isInvalid } from './refusal.js';
import type { Runtime } from './runtime.js';
import type { ExecuteOptions, Page, PageOptions, Result, Row, Session, StreamOptions, Write } from './session.js';

/** Milliseconds for which a server may not know one of coodie's own tables. */
const KNOWN_WITHIN = 20_000;
const FIRST_PAUSE = 25;
const LONGEST_PAUSE = 1_000;

/**
 * A session that does not believe a server at once which says that one of coodie's own tables does not exist: the schema
 * shows a new table a moment before the server can use it, and other hosts learn of it later still. Such a request had no
 * effect and is sent again, for a bounded time.
 */
export class OwnTableSession implements Session {
  readonly keyspace: string;

  constructor(
    private readonly session: Session,
    private readonly runtime: Pick<Runtime, 'monotonic' | 'delay'>,
  ) {
    this.keyspace = session.keyspace;
  }

  async assertHome(): Promise<void> {
    await this.session.assertHome?.();
  }

  execute(cql: string, params?: readonly unknown[], options?: ExecuteOptions): Promise<Result> {
    // The rows of a backfill come this way, too.
    if (!isOwnTableIn(cql)) return this.session.execute(cql, params, options);
    return this.untilKnown(() => this.session.execute(cql, params, options), options?.beforeRetry);
  }

  /** No own table is read as a stream, or by the page. */
  stream(cql: string, params?: readonly unknown[], options?: StreamOptions): AsyncIterable<Row> {
    return this.session.stream(cql, params, options);
  }

  page(cql: string, params?: readonly unknown[], options?: PageOptions): Promise<Page> {
    return this.session.page(cql, params, options);
  }

  batch(writes: readonly Write[], options?: ExecuteOptions): Promise<void> {
    if (!writes.some(({ cql }) => isOwnTableIn(cql))) return this.session.batch(writes, options);
    return this.untilKnown(() => this.session.batch(writes, options), options?.beforeRetry);
  }

  private async untilKnown<T>(send: () => Promise<T>, beforeRetry: ExecuteOptions['beforeRetry']): Promise<T> {
    const deadline = this.runtime.monotonic() + KNOWN_WITHIN;
    for (let pause = FIRST_PAUSE; ; pause = Math.min(LONGEST_PAUSE, pause * 2)) {
      try {
        return await send();
      } catch (error) {
        if (!isInvalid(error) || this.runtime.monotonic() + pause > deadline) throw error;
        await this.runtime.delay(pause);
        await beforeRetry?.();
      }
    }
  }
}
