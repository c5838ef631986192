import {
  Column,
  Entity,
  Indexed,
  PartitionKey,
  SchemaDisagreementError,
  SchemaService,
  type EntityClass,
} from '../../lib/index.js';
import { withApplication } from '../support/application.js';
import type { Cluster } from '../support/cluster.js';
import { isDdl, sentStatements } from '../support/sent-statements.js';

const KEYSPACE = 'cluster_sync';
const PAUSED = 2;

/** A table of the given number with some columns. */
function table(number: number, columns: readonly string[]): EntityClass {
  class Table {}
  PartitionKey('int')(Table.prototype, 'id');
  for (const column of columns) {
    Column('text')(Table.prototype, column);
    Indexed()(Table.prototype, column);
  }
  Entity({ name: `table_${number}` })(Table);
  return Table;
}

export function syncOnThreeNodes(cluster: Cluster): void {
  describe('two applications with different, overlapping entities on three nodes', () => {
    beforeAll(() => cluster.createKeyspace(KEYSPACE));

    /** Syncs over one node: a process beside others, as far as the cluster can tell. */
    function sync(node: number, entities: readonly EntityClass[], ddlTimeout: number): Promise<readonly string[]> {
      const { contactPoints, clientOptions } = cluster.cassandra;
      const client = { ...clientOptions, contactPoints: [contactPoints[node] ?? ''] };
      const options = { client, keyspace: KEYSPACE, ddlTimeout };
      return withApplication({ ...options, schema: { onBootstrap: 'off' } }, entities, (app) =>
        app.get(SchemaService).sync({ lockWait: 60 }),
      );
    }

    const first = (columns: readonly string[]) => [table(1, columns), table(2, columns), table(3, columns)];
    const second = (columns: readonly string[]) => [table(2, columns), table(3, columns), table(4, columns)];

    it('create each table and index once, and lose none', async () => {
      const sent = await sentStatements(() =>
        Promise.all([sync(0, first(['a']), 60_000), sync(1, second(['a']), 60_000)]),
      );
      const ddl = sent.filter(isDdl).filter((cql) => !cql.includes('IF NOT EXISTS'));
      expect(ddl.toSorted()).toEqual([...new Set(ddl)].toSorted());
      expect(ddl).toHaveLength(8);
      expect(await sync(2, [...first(['a']), table(4, ['a'])], 60_000)).toEqual([]);
    });

    it('end while a node is paused: in sync, or with an error that names it', async () => {
      await cluster.cassandra.pause(PAUSED);
      const both = await Promise.allSettled([
        sync(0, first(['a', 'b']), 6_000),
        sync(1, second(['a', 'b', 'c']), 6_000),
      ]);
      await cluster.cassandra.resume(PAUSED);
      const failures = both.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
      for (const failure of failures) {
        expect(failure).toBeInstanceOf(SchemaDisagreementError);
        expect(String(failure)).toContain('127.0.0.3');
      }
    });

    it('have everything in place once the node is back', async () => {
      const columns = ['a', 'b', 'c'];
      await sync(0, [table(1, ['a', 'b']), ...second(columns)], 90_000);
      expect(await sync(1, [table(1, ['a', 'b']), ...second(columns)], 90_000)).toEqual([]);
    });
  });
}
