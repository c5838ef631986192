import { KEYSPACE } from '../world.js';
import type { Invariant } from './invariant.js';

/** A call that has ended holds no lock: it lets go for as long as its lease could still stand. */
export function lockIsReleased(): Invariant {
  return {
    name: 'a call that ends leaves no lock behind',
    onEnd: (call, { world }) => {
      const [node] = world.cluster.nodes;
      const shape = node?.schema.shapeOf(KEYSPACE, '_coodie_migrations_lock');
      if (!node || !shape || call.owner === undefined) return undefined;
      // The clocks of the nodes differ: the row is gone once one of them says so.
      const second = Math.floor(Math.max(...world.cluster.nodes.map((each) => world.cluster.clockOf(each))) / 1_000);
      const [row] = world.cluster.dataOf(shape).rows(second, [['coodie_migration_lock']]);
      const owner = row?.cells.get('owner');
      if (owner?.value !== call.owner) return undefined;
      return `${call.actor} has ended, and its lock stands for ${(owner.expiresAt ?? 0) - second} s more`;
    },
  };
}
