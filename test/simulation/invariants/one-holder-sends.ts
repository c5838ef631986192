import type { Invariant } from './invariant.js';
import { isRunner, needsLock } from './invariant.js';

/** Once a later holder of the lock has sent something, no earlier one sends anything more. */
export function oneHolderSends(): Invariant {
  const order: string[] = [];
  return {
    name: 'at most one holder sends',
    onSend: ({ actor, cqls }, { callOf }) => {
      const cql = cqls.find(needsLock);
      const call = callOf(actor);
      if (cql === undefined || !isRunner(actor) || !call) return undefined;
      const position = order.indexOf(actor);
      if (position < 0) {
        order.push(actor);
        return undefined;
      }
      if (position === order.length - 1) return undefined;
      return `${actor} sends after ${order.at(-1)} has taken over: ${cql}`;
    },
  };
}
