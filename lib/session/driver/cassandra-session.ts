import { types, type Client, type Host, type QueryOptions } from 'cassandra-driver';
import { setTimeout as delay } from 'node:timers/promises';
import { UnclearOutcomeError } from '../errors.js';
import type { ExecuteOptions, Result, Row, Session, StreamOptions, Write } from '../session.js';
import { isTransient } from './is-transient.js';
import { isUnclear } from './is-unclear.js';

const ATTEMPTS = 5;
const FIRST_PAUSE = 100;
/** Milliseconds after which nothing is tried again: one slow answer is enough. */
const PATIENCE = 20_000;
const PAGE = 1_000;

/** A session over a driver's client; with a `host`, every statement goes to that one. */
export class CassandraSession implements Session {
  constructor(
    private readonly client: Client,
    readonly keyspace: string,
    private readonly host?: Host,
  ) {}

  async execute(cql: string, params: readonly unknown[] = [], options: ExecuteOptions = {}): Promise<Result> {
    try {
      return await this.allPages(cql, params, options);
    } catch (error) {
      throw options.unclear === 'told-apart' && isUnclear(error) ? new UnclearOutcomeError(cql, error) : error;
    }
  }

  async *stream(cql: string, params: readonly unknown[] = [], options: StreamOptions = {}): AsyncGenerator<Row> {
    const { fetchSize = PAGE, ...rest } = options;
    const queryOptions = { ...this.queryOptions(rest, isRead(cql)), fetchSize };
    for await (const page of this.pages(cql, params, queryOptions)) yield* rowsOf(page);
  }

  async batch(writes: readonly Write[], options: ExecuteOptions = {}): Promise<void> {
    const queries = writes.map(({ cql, params }) => ({ query: cql, params: [...params] }));
    const queryOptions = { ...this.queryOptions(options, false), prepare: true, logged: options.logged ?? true };
    await patiently(queryOptions.isIdempotent, () => this.client.batch(queries, queryOptions));
  }

  private async allPages(cql: string, params: readonly unknown[], options: ExecuteOptions): Promise<Result> {
    const rows: Row[] = [];
    let first: types.ResultSet | undefined;
    for await (const page of this.pages(cql, params, this.queryOptions(options, isRead(cql)))) {
      first ??= page;
      rows.push(...rowsOf(page));
    }
    return { rows, applied: first?.wasApplied() ?? true, warnings: first?.info.warnings ?? [] };
  }

  // Not the driver's own iteration: that stops at an empty page that has a successor (NODEJS-668).
  private async *pages(
    cql: string,
    params: readonly unknown[],
    options: Repeatability,
  ): AsyncGenerator<types.ResultSet> {
    let pageState: string | undefined;
    do {
      const page = await this.send(cql, params, { ...options, ...(pageState === undefined ? {} : { pageState }) });
      yield page;
      pageState = page.pageState;
    } while (pageState);
  }

  private send(cql: string, params: readonly unknown[], options: Repeatability): Promise<types.ResultSet> {
    const prepared = { ...options, prepare: params.length > 0 };
    return patiently(options.isIdempotent, () => this.client.execute(cql, [...params], prepared));
  }

  /** An application may hold all its statements to be repeatable, as a default of its client: a schema change is not. */
  private queryOptions({ consistency, timeout, idempotent }: ExecuteOptions, isRepeatable: boolean): Repeatability {
    return {
      isIdempotent: idempotent ?? isRepeatable,
      ...(consistency === undefined ? {} : { consistency: CONSISTENCY[consistency] }),
      ...(consistency === 'quorum' ? { serialConsistency: types.consistencies.serial } : {}),
      ...(timeout === undefined ? {} : { readTimeout: timeout }),
      ...(this.host === undefined ? {} : { host: this.host }),
    };
  }
}

type Repeatability = QueryOptions & { readonly isIdempotent: boolean };

const CONSISTENCY = {
  'local-one': types.consistencies.localOne,
  quorum: types.consistencies.quorum,
  serial: types.consistencies.serial,
} as const;

/** A busy server is asked again after a while: contended lightweight transactions make it time out, for example. */
async function patiently<T>(isRepeatable: boolean, send: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + PATIENCE;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await send();
    } catch (error) {
      const isOver = attempt === ATTEMPTS || performance.now() > deadline;
      if (!isRepeatable || isOver || !isTransient(error)) throw error;
      await delay(FIRST_PAUSE * 2 ** (attempt - 1) * (0.5 + Math.random()));
    }
  }
}

const isRead = (cql: string) => /^\s*select\b/i.test(cql);

// The driver leaves `rows` undefined where a statement answers nothing; its typings say otherwise.
function rowsOf(result: types.ResultSet): readonly Row[] {
  return (result.rows as readonly Row[] | undefined) ?? [];
}
