import { LoneServer } from '../server/lone-server.js';
import type { SimulatedCluster, SimulatedNode } from '../server/simulated-cluster.js';
import { keyOf } from '../server/value.js';
import { KEYSPACE } from '../world.js';
import type { Chapter } from './chapters.js';

/** Objects of a keyspace and the rows of its tables, without what differs between any two runs. */
export type Picture = Readonly<Record<string, unknown>>;

/** The keyspace as one node shows it: names that begin with `prefix` only. */
export function pictureOf(cluster: SimulatedCluster, node: SimulatedNode, tables: readonly string[]): Picture {
  const { schema } = node;
  return Object.fromEntries(
    tables.map((table) => {
      const shape = schema.shapeOf(KEYSPACE, table);
      if (!shape) return [table, 'does not exist'];
      const columns = [...shape.columns.values()].map(({ name, type, kind }) => `${name} ${type} ${kind}`).toSorted();
      const second = Math.floor(cluster.clockOf(node) / 1_000);
      const rows = cluster
        .dataOf(shape)
        .rows(second)
        .map(({ partition, cells }) => {
          const values = [...cells].map(([name, { value }]) => `${name}=${keyOf(value)}`).toSorted();
          return `${keyOf(partition)}: ${values.join(', ')}`;
        });
      return [table, { columns, indexes: [...shape.indexed].toSorted(), rows: rows.toSorted() }];
    }),
  );
}

const TABLE = /^CREATE TABLE (\w+)/;

export const tablesOf = (chapters: readonly Chapter[]): readonly string[] =>
  chapters.flatMap(({ up }) => up.flatMap((cql) => TABLE.exec(cql)?.[1] ?? []));

const expected = new Map<string, Picture>();

/** The keyspace after every migration has run once. */
export function expectedPicture(chapters: readonly Chapter[]): Picture {
  const key = chapters.map(({ name }) => name).join();
  const known = expected.get(key);
  if (known) return known;
  const server = new LoneServer(KEYSPACE);
  for (const cql of chapters.flatMap(({ up }) => up)) server.run(cql);
  const picture = pictureOf(server.cluster, server.node, tablesOf(chapters));
  expected.set(key, picture);
  return picture;
}
