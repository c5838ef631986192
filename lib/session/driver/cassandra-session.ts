import { types, type Client, type Host, type QueryOptions } from 'cassandra-driver';
import type { ExecuteOptions, Result, Row, Session, Write } from '../session.js';

/** A session over a driver's client; with a `host`, every statement goes to that one. */
export class CassandraSession implements Session {
  constructor(
    private readonly client: Client,
    readonly keyspace: string,
    private readonly host?: Host,
  ) {}

  async execute(cql: string, params: readonly unknown[] = [], options: ExecuteOptions = {}): Promise<Result> {
    const queryOptions = { ...this.queryOptions(options), prepare: params.length > 0 };
    const first = await this.client.execute(cql, [...params], queryOptions);
    const rest = await this.remainingPages(first, cql, params, queryOptions);
    return {
      rows: [...rowsOf(first), ...rest],
      applied: first.wasApplied(),
      warnings: first.info.warnings ?? [],
    };
  }

  async batch(writes: readonly Write[], options: ExecuteOptions = {}): Promise<void> {
    const queries = writes.map(({ cql, params }) => ({ query: cql, params: [...params] }));
    await this.client.batch(queries, { ...this.queryOptions(options), prepare: true, logged: true });
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
      const page = await this.client.execute(cql, [...params], { ...options, pageState });
      rows.push(...rowsOf(page));
      pageState = page.pageState;
    }
    return rows;
  }

  private queryOptions({ consistency, timeout, idempotent }: ExecuteOptions): QueryOptions {
    return {
      isIdempotent: idempotent ?? false,
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

// The driver leaves `rows` undefined where a statement answers nothing; its typings say otherwise.
function rowsOf(result: types.ResultSet): readonly Row[] {
  return (result.rows as readonly Row[] | undefined) ?? [];
}
