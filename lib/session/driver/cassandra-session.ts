import { setTimeout as delay } from 'node:timers/promises';
import { types, type Client, type Host, type QueryOptions } from 'cassandra-driver';
import { UnclearOutcomeError } from '../errors.js';
import type { Consistency, ExecuteOptions, Result, Row, Session, StreamOptions, Write } from '../session.js';
import { isTransient, isUnclear } from './is-unclear.js';
import { assertNoTenant } from '../tenant-registry.js';
import { asNoAnswer } from './no-answer.js';

const ATTEMPTS = 5;
const FIRST_PAUSE = 100;
/** Milliseconds after which nothing is tried again: one slow answer is enough. */
const RETRY_FOR = 20_000;
const PAGE = 1_000;

export interface CassandraSessionOptions {
  /** The consistency of statements that name none; the client's own where it is undefined. */
  readonly consistency?: Consistency | undefined;
  /** The host that every statement goes to; where it is undefined, the client chooses. */
  readonly host?: () => Host | undefined;
  /** Further options for each request. */
  readonly request?: QueryOptions;
}

/** A session over a client of the driver. */
export class CassandraSession implements Session {
  constructor(
    private readonly client: Client,
    readonly keyspace: string,
    private readonly options: CassandraSessionOptions = {},
  ) {}

  assertHome(): Promise<void> {
    return assertNoTenant(this);
  }

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
    for await (const page of this.pages({ cql, params }, queryOptions)) yield* rowsOf(page);
  }

  async batch(writes: readonly Write[], options: ExecuteOptions = {}): Promise<void> {
    const queries = writes.map(({ cql, params }) => ({ query: cql, params: [...params] }));
    const queryOptions = { ...this.queryOptions(options, false), prepare: true, logged: options.logged ?? true };
    const send = () => this.client.batch(queries, queryOptions);
    await withRetries(queryOptions.isIdempotent, send, options.beforeRetry);
  }

  private async allPages(cql: string, params: readonly unknown[], options: ExecuteOptions): Promise<Result> {
    const queryOptions = this.queryOptions(options, isRead(cql));
    const { beforeRetry } = options;
    const first = await this.page({ cql, params }, queryOptions, beforeRetry);
    const { warnings = [] } = first.info as Partial<typeof first.info>;
    const result = { applied: first.wasApplied(), warnings };
    if (!first.pageState) return { ...result, rows: rowsOf(first) };
    const rows = [...rowsOf(first)];
    for await (const page of this.pages({ cql, params }, { ...queryOptions, pageState: first.pageState }, beforeRetry))
      rows.push(...rowsOf(page));
    return { ...result, rows };
  }

  private page(
    { cql, params }: Write,
    options: Repeatability,
    beforeRetry: ExecuteOptions['beforeRetry'],
  ): Promise<types.ResultSet> {
    const prepared = { ...options, prepare: params.length > 0 };
    return withRetries(options.isIdempotent, () => this.client.execute(cql, [...params], prepared), beforeRetry);
  }

  // Not the driver's own iteration: that stops at an empty page that has a successor (NODEJS-668).
  private async *pages(
    statement: Write,
    options: Repeatability,
    beforeRetry?: ExecuteOptions['beforeRetry'],
  ): AsyncGenerator<types.ResultSet> {
    for (let next = options; ;) {
      const page = await this.page(statement, next, beforeRetry);
      yield page;
      if (!page.pageState) return;
      next = { ...options, pageState: page.pageState };
    }
  }

  /** An application may hold all its statements to be repeatable, as a default of its client: a schema change is not. */
  private queryOptions({ timeout, idempotent, ...options }: ExecuteOptions, isRepeatable: boolean): Repeatability {
    const consistency = options.consistency ?? this.options.consistency;
    const host = this.options.host?.();
    return {
      ...this.options.request,
      isIdempotent: idempotent ?? isRepeatable,
      ...(consistency === undefined ? {} : { consistency: CONSISTENCY[consistency] }),
      ...(consistency === 'quorum' ? { serialConsistency: types.consistencies.serial } : {}),
      ...timestampOf(options, idempotent),
      ...(timeout === undefined ? {} : { readTimeout: timeout }),
      ...(host === undefined ? {} : { host }),
    };
  }
}

type Repeatability = QueryOptions & { readonly isIdempotent: boolean };

/**
 * The servers stamp coodie's own writes, whatever generator the client has: a deletion from a machine whose clock is ahead
 * would hide what is written after it. The driver takes null for none; its typings do not say so (4.10.0).
 */
const SERVER_TIMESTAMP = { timestamp: null } as unknown as Pick<QueryOptions, 'timestamp'>;

function timestampOf({ consistency, timestamp }: ExecuteOptions, idempotent = false): Pick<QueryOptions, 'timestamp'> {
  if (timestamp !== undefined) return { timestamp };
  return consistency === 'quorum' && idempotent ? SERVER_TIMESTAMP : {};
}

const CONSISTENCY: Readonly<Record<Consistency | 'serial', types.consistencies>> = {
  one: types.consistencies.one,
  'local-one': types.consistencies.localOne,
  'local-quorum': types.consistencies.localQuorum,
  quorum: types.consistencies.quorum,
  'each-quorum': types.consistencies.eachQuorum,
  all: types.consistencies.all,
  serial: types.consistencies.serial,
};

/** Asks a busy server again after a pause: contended lightweight transactions make it time out, for example. */
async function withRetries<T>(
  isRepeatable: boolean,
  send: () => Promise<T>,
  beforeRetry: ExecuteOptions['beforeRetry'],
): Promise<T> {
  const deadline = performance.now() + RETRY_FOR;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await send();
    } catch (error) {
      const isOver = attempt === ATTEMPTS || performance.now() > deadline;
      if (!isRepeatable || isOver || !isTransient(error)) throw asNoAnswer(error);
      await delay(FIRST_PAUSE * 2 ** (attempt - 1) * (0.5 + Math.random()));
      await beforeRetry?.();
    }
  }
}

const isRead = (cql: string) => /^\s*select\b/i.test(cql);

// The driver leaves `rows` undefined where a statement answers nothing; its typings say otherwise.
function rowsOf(result: types.ResultSet): readonly Row[] {
  return (result.rows as readonly Row[] | undefined) ?? [];
}
