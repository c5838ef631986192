import { types, type Client, type Host, type QueryOptions } from 'cassandra-driver';
import { setTimeout as delay } from 'node:timers/promises';
import type { ExecuteOptions, Result, Row, Session, Write } from '../session.js';
import { isTransient } from './is-transient.js';

const ATTEMPTS = 5;
const FIRST_PAUSE = 100;

/** A session over a driver's client; with a `host`, every statement goes to that one. */
export class CassandraSession implements Session {
  constructor(
    private readonly client: Client,
    readonly keyspace: string,
    private readonly host?: Host,
  ) {}

  async execute(cql: string, params: readonly unknown[] = [], options: ExecuteOptions = {}): Promise<Result> {
    const queryOptions = { ...this.queryOptions(options), prepare: params.length > 0 };
    const first = await this.send(cql, params, queryOptions);
    const rest = await this.remainingPages(first, cql, params, queryOptions);
    return {
      rows: [...rowsOf(first), ...rest],
      applied: first.wasApplied(),
      warnings: first.info.warnings ?? [],
    };
  }

  async batch(writes: readonly Write[], options: ExecuteOptions = {}): Promise<void> {
    const queries = writes.map(({ cql, params }) => ({ query: cql, params: [...params] }));
    const queryOptions = { ...this.queryOptions(options), prepare: true, logged: true };
    await patiently(options.idempotent ?? false, () => this.client.batch(queries, queryOptions));
  }

  // Not `for await`: the driver's own iteration stops at an empty page that has a successor (NODEJS-668).
  private async remainingPages(
    first: types.ResultSet,
    cql: string,
    params: readonly unknown[],
    options: QueryOptions,
  ): Promise<readonly Row[]> {
    const rows: Row[] = [];
    let pageState = first.pageState;
    while (pageState) {
      const page = await this.send(cql, params, { ...options, pageState });
      rows.push(...rowsOf(page));
      pageState = page.pageState;
    }
    return rows;
  }

  private send(cql: string, params: readonly unknown[], options: QueryOptions): Promise<types.ResultSet> {
    return patiently(options.isIdempotent ?? isRead(cql), () => this.client.execute(cql, [...params], options));
  }

  private queryOptions({ consistency, timeout, idempotent }: ExecuteOptions): QueryOptions {
    return {
      ...(idempotent === undefined ? {} : { isIdempotent: idempotent }),
      ...(consistency === undefined ? {} : { consistency: CONSISTENCY[consistency] }),
      ...(consistency === 'quorum' ? { serialConsistency: types.consistencies.serial } : {}),
      ...(timeout === undefined ? {} : { readTimeout: timeout }),
      ...(this.host === undefined ? {} : { host: this.host }),
    };
  }
}

const CONSISTENCY = {
  'local-one': types.consistencies.localOne,
  quorum: types.consistencies.quorum,
  serial: types.consistencies.serial,
} as const;

/** A busy server is asked again after a while: contended lightweight transactions make it time out, for example. */
async function patiently<T>(isRepeatable: boolean, send: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await send();
    } catch (error) {
      if (!isRepeatable || attempt === ATTEMPTS || !isTransient(error)) throw error;
      await delay(FIRST_PAUSE * 2 ** (attempt - 1) * (0.5 + Math.random()));
    }
  }
}

const isRead = (cql: string) => /^\s*select\b/i.test(cql);

// The driver leaves `rows` undefined where a statement answers nothing; its typings say otherwise.
function rowsOf(result: types.ResultSet): readonly Row[] {
  return (result.rows as readonly Row[] | undefined) ?? [];
}
