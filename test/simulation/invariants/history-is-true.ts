import { pictureOf, expectedPicture, tablesOf } from '../scenarios/truth.js';
import type { SimulatedNode } from '../server/simulated-cluster.js';
import { KEYSPACE, type World } from '../world.js';
import type { Invariant } from './invariant.js';

const RECORDS = /INSERT INTO \S*_coodie_migrations"? /;

/** A request that arrives late loses against what was recorded since. */
function isShown({ cluster }: World, server: SimulatedNode, name: string): boolean {
  const shape = server.schema.shapeOf(KEYSPACE, '_coodie_migrations');
  const second = Math.floor(cluster.clockOf(server) / 1_000);
  return shape !== undefined && cluster.dataOf(shape).rows(second, [[name]]).length > 0;
}

/** As a migration is recorded as applied, the schema and the rows show that it is. */
export function historyIsTrue(): Invariant {
  const seen = new Set<string>();
  return {
    name: 'the history equals what schema and data show',
    onEffect: ({ cql, params, node, actor }, { world, plan }) => {
      const chapter = RECORDS.test(cql) ? plan.chapters.find(({ name }) => params.includes(name)) : undefined;
      const server = world.cluster.nodes.find(({ name }) => name === node);
      if (!chapter || !server || !isShown(world, server, chapter.name)) return undefined;
      // A request that arrives a second time changes nothing: a rollback may be under way meanwhile.
      const record = JSON.stringify([actor, params]);
      if (seen.has(record)) return undefined;
      seen.add(record);
      const tables = tablesOf([chapter]);
      const [shown, expected] = [pictureOf(world.cluster, server, tables), expectedPicture([chapter])];
      if (JSON.stringify(shown) === JSON.stringify(expected)) return undefined;
      return `${actor} records ${chapter.name} as applied, but there is\n    ${JSON.stringify(shown)}\n  and not\n    ${JSON.stringify(expected)}`;
    },
  };
}
