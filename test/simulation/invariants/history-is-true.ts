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

/** The journal says so of a migration that is half gone; a record that arrives late meanwhile loses against its end. */
function isBeingRolledBack({ cluster }: World, server: SimulatedNode, name: string): boolean {
  const shape = server.schema.shapeOf(KEYSPACE, '_coodie_migrations_journal');
  if (!shape) return false;
  const steps = cluster.dataOf(shape).rows(Math.floor(cluster.clockOf(server) / 1_000), [[name]]);
  return steps.some(({ clustering }) => clustering.includes('downgrade'));
}

/** As a migration is recorded as applied, the schema and the rows show that it is. */
export function historyIsTrue(): Invariant {
  return {
    name: 'the history equals what schema and data show',
    onEffect: ({ cql, params, node, actor }, { world, plan }) => {
      const chapter = RECORDS.test(cql) ? plan.chapters.find(({ name }) => params.includes(name)) : undefined;
      const server = world.cluster.nodes.find(({ name }) => name === node);
      if (!chapter || !server || !isShown(world, server, chapter.name)) return undefined;
      if (isBeingRolledBack(world, server, chapter.name)) return undefined;
      const tables = tablesOf([chapter]);
      const [shown, expected] = [pictureOf(world.cluster, server, tables), expectedPicture([chapter])];
      if (JSON.stringify(shown) === JSON.stringify(expected)) return undefined;
      return `${actor} records ${chapter.name} as applied, but there is\n    ${JSON.stringify(shown)}\n  and not\n    ${JSON.stringify(expected)}`;
    },
  };
}
