import { setTimeout as delay } from 'node:timers/promises';
import { types, type Client, type Host, type QueryOptions } from 'cassandra-driver';
import { UnclearOutcomeError } from '../errors.js';
import type {
  Consistency,
  ExecuteOptions,
  Page,
  PageOptions,
  Result,
  Row,
  Session,
  StreamOptions,
  Write,
} from '../session.js';
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
  private last: LastOptions | undefined;

  constructor(
    private readonly client: Client,
    readonly keyspace: string,
    private readonly options: CassandraSessionOptions = {},
  ) {}

  assertHome(): Promise<void> {
    return assertNoTenant(this);
  }

  async execute(cql: string, params: readonly unknown[] = [], options: ExecuteOptions = {}): Promise<Result> {
    const queryOptions = this.queryOptions(cql, params, options);
    const { beforeRetry, unclear } = options;
    const statement = { cql, params };
    try {
      const first = await this.send(statement, queryOptions, beforeRetry);
      const rows = first.pageState ? await this.allRows(first, statement, queryOptions, beforeRetry) : rowsOf(first);
      const { warnings = NONE } = first.info as Partial<typeof first.info>;
      return { rows, applied: first.wasApplied(), warnings };
    } catch (caught) {
      const error = asNoAnswer(caught);
      throw unclear === 'told-apart' && isUnclear(error) ? new UnclearOutcomeError(cql, error) : error;
    }
  }

  async *stream(cql: string, params: readonly unknown[] = [], options: StreamOptions = {}): AsyncGenerator<Row> {
    // Not the driver's own iteration: that stops at an empty page that has a successor (NODEJS-668).
    for (let after: string | undefined, isLast = false; !isLast;) {
      const { rows, next }: Page = await this.page(cql, params, { ...options, after });
      yield* rows;
      [after, isLast] = [next, next === undefined];
    }
  }

  async batch(writes: readonly Write[], options: ExecuteOptions = {}): Promise<void> {
    const queries = writes.map(({ cql, params }) => ({ query: cql, params: [...params] }));
    const queryOptions = {
      ...this.madeOptions(options, options.idempotent ?? false, true),
      logged: options.logged ?? true,
    };
    const send = () => this.client.batch(queries, queryOptions);
    await (queryOptions.isIdempotent ? withRetries(send, options.beforeRetry) : send()).catch(rethrowAsNoAnswer);
  }

  async page(cql: string, params: readonly unknown[] = [], options: PageOptions = {}): Promise<Page> {
    const { fetchSize = PAGE, after, beforeRetry } = options;
    const queryOptions = { ...this.queryOptions(cql, params, options), fetchSize };
    if (after !== undefined) queryOptions.pageState = after;
    const found = await this.send({ cql, params }, queryOptions, beforeRetry).catch(rethrowAsNoAnswer);
    return { rows: rowsOf(found), next: found.pageState || undefined };
  }

  /** The rows of an answer of several pages. */
  private async allRows(
    first: types.ResultSet,
    statement: Write,
    options: Repeatability,
    beforeRetry: ExecuteOptions['beforeRetry'],
  ): Promise<readonly Row[]> {
    const rows = [...rowsOf(first)];
    for (let page = first; page.pageState;) {
      page = await this.send(statement, { ...options, pageState: page.pageState }, beforeRetry);
      rows.push(...rowsOf(page));
    }
    return rows;
  }

  private send(
    { cql, params }: Write,
    options: Repeatability,
    beforeRetry: ExecuteOptions['beforeRetry'],
  ): Promise<types.ResultSet> {
    // The driver only reads the list (4.10.0).
    const list = params as unknown[];
    if (!options.isIdempotent) return this.client.execute(cql, list, options);
    return withRetries(() => this.client.execute(cql, list, options), beforeRetry);
  }

  /** The same object for the same options: a backfill sends every row with those of the one before. */
  private queryOptions(cql: string, params: readonly unknown[], options: ExecuteOptions): Repeatability {
    const { last } = this;
    const isRepeatable = options.idempotent ?? isRead(cql);
    const prepare = params.length > 0;
    const isSame = last?.options === options && last.isRepeatable === isRepeatable && last.prepare === prepare;
    if (last && isSame && !this.options.host) return last.found;
    const found = this.madeOptions(options, isRepeatable, prepare);
    this.last = { options, isRepeatable, prepare, found };
    return found;
  }

  /** An application may hold all its statements to be repeatable, as a default of its client: a schema change is not. */
  private madeOptions(options: ExecuteOptions, isRepeatable: boolean, prepare: boolean): Repeatability {
    const { timeout, consistency = this.options.consistency } = options;
    const found: Repeatability = { ...this.options.request, isIdempotent: isRepeatable, prepare };
    if (consistency !== undefined) found.consistency = CONSISTENCY[consistency];
    if (consistency === 'quorum') found.serialConsistency = types.consistencies.serial;
    const timestamp = timestampOf(options);
    if (timestamp !== undefined) found.timestamp = timestamp;
    if (timeout !== undefined) found.readTimeout = timeout;
    const host = this.options.host?.();
    if (host !== undefined) found.host = host;
    return found;
  }
}

type Repeatability = QueryOptions & { isIdempotent: boolean };

/** Options of the last request, as they were said and as the driver has them. */
interface LastOptions {
  readonly options: ExecuteOptions;
  readonly isRepeatable: boolean;
  readonly prepare: boolean;
  readonly found: Repeatability;
}

/**
 * The servers stamp coodie's own writes, whatever generator the client has: a deletion from a machine whose clock is ahead
 * would hide what is written after it. The driver takes null for none; its typings do not say so (4.10.0).
 */
const SERVER_TIMESTAMP = null as unknown as number;

function timestampOf({ consistency, idempotent, timestamp }: ExecuteOptions): number | undefined {
  return timestamp ?? (consistency === 'quorum' && idempotent ? SERVER_TIMESTAMP : undefined);
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
async function withRetries<T>(send: () => Promise<T>, beforeRetry: ExecuteOptions['beforeRetry']): Promise<T> {
  const deadline = performance.now() + RETRY_FOR;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await send();
    } catch (error) {
      if (attempt === ATTEMPTS || performance.now() > deadline || !isTransient(error)) throw error;
      await delay(FIRST_PAUSE * 2 ** (attempt - 1) * (0.5 + Math.random()));
      await beforeRetry?.();
    }
  }
}

function rethrowAsNoAnswer(error: unknown): never {
  throw asNoAnswer(error);
}

const NONE: readonly never[] = [];

const isRead = (cql: string) => /^\s*select\b/i.test(cql);

// The driver leaves `rows` undefined where a statement answers nothing; its typings say otherwise.
function rowsOf(result: types.ResultSet): readonly Row[] {
  return (result.rows as readonly Row[] | undefined) ?? NONE;
}
