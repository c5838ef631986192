import type { types } from 'cassandra-driver';
import type { SuiteKeyspace } from '../support/cassandra.js';

export interface NamedUsers {
  readonly run: (cql: string, params?: readonly unknown[]) => Promise<types.ResultSet>;
  /** Writes the names of all rows, many at a time. */
  readonly fill: () => Promise<void>;
  /** Rows whose column `first` is not the first word of their name. */
  readonly wrongRows: () => Promise<readonly types.Row[]>;
}

/** Makes a table `users` for the suite around it, with names such as `n7 x`. */
export function useNamedUsers(keyspace: SuiteKeyspace, count: number): NamedUsers {
  const run = (cql: string, params: readonly unknown[] = []) =>
    keyspace.client.execute(cql, [...params], { prepare: true, fetchSize: count });
  const fill = async () => {
    for (let start = 0; start < count; start += 500) {
      const ids = Array.from({ length: Math.min(500, count - start) }, (_, index) => start + index);
      await Promise.all(ids.map((id) => run('INSERT INTO users (id, name) VALUES (?, ?)', [id, `n${id} x`])));
    }
  };
  beforeAll(async () => {
    await run('CREATE TABLE users (id int PRIMARY KEY, name text, first text)');
    await fill();
  });
  return {
    run,
    fill,
    wrongRows: async () => {
      const { rows } = await run('SELECT id, first FROM users');
      expect(rows).toHaveLength(count);
      return rows.filter(({ id, first }) => first !== `n${id}`);
    },
  };
}
