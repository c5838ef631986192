import { pictureOf, expectedPicture, tablesOf } from '../scenarios/truth.js';
import type { Invariant } from './invariant.js';

const RECORDS = /INSERT INTO \S*_coodie_migrations"? /;

/** As a migration is recorded as applied, the schema and the rows show that it is. */
export function historyIsTrue(): Invariant {
  return {
    name: 'the history equals what schema and data show',
    onEffect: ({ cql, params, node, actor }, { world, plan }) => {
      const chapter = RECORDS.test(cql) ? plan.chapters.find(({ name }) => params.includes(name)) : undefined;
      const server = world.cluster.nodes.find(({ name }) => name === node);
      if (!chapter || !server) return undefined;
      const tables = tablesOf([chapter]);
      const [shown, expected] = [pictureOf(world.cluster, server, tables), expectedPicture([chapter])];
      if (JSON.stringify(shown) === JSON.stringify(expected)) return undefined;
      return `${actor} records ${chapter.name} as applied, but there is\n    ${JSON.stringify(shown)}\n  and not\n    ${JSON.stringify(expected)}`;
    },
  };
}
