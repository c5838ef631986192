import { isCounted } from '../scenarios/statements.js';
import { KEYSPACE } from '../world.js';
import type { Invariant } from './invariant.js';

/**
 * A counter or a list grows once for each time that its migration is applied. A rollback drops its table; a node that has not
 * learnt of that yet may still write to the old one, which is another table by its id.
 */
export function effectsOnce(): Invariant {
  const counts = new Map<string, number>();
  return {
    name: 'each statement takes effect once',
    onEffect: ({ cql, actor, node }, { world }) => {
      const table = isCounted(cql) ? /^UPDATE (\w+)/.exec(cql)?.[1] : undefined;
      if (table === undefined) return undefined;
      const server = world.cluster.nodes.find(({ name }) => name === node);
      const counted = `${server?.schema.shapeOf(KEYSPACE, table)?.id ?? ''} ${cql}`;
      const count = (counts.get(counted) ?? 0) + 1;
      counts.set(counted, count);
      return count > 1 ? `this took effect ${count} times, the last time as ${actor} had sent it: ${cql}` : undefined;
    },
  };
}
