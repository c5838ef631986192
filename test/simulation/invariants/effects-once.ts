import { isCounted } from '../scenarios/statements.js';
import type { Invariant } from './invariant.js';

/** A counter or a list grows once for each time that its migration is applied: its table is dropped by the rollback. */
export function effectsOnce(): Invariant {
  const counts = new Map<string, number>();
  return {
    name: 'each statement takes effect once',
    onEffect: ({ cql, actor }) => {
      const dropped = /^DROP TABLE (\w+)/.exec(cql)?.[1];
      if (dropped !== undefined) {
        for (const counted of counts.keys()) if (counted.startsWith(`UPDATE ${dropped} `)) counts.delete(counted);
        return undefined;
      }
      if (!isCounted(cql)) return undefined;
      const count = (counts.get(cql) ?? 0) + 1;
      counts.set(cql, count);
      return count > 1 ? `this took effect ${count} times, the last time as ${actor} had sent it: ${cql}` : undefined;
    },
  };
}
