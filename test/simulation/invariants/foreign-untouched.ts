import type { Invariant } from './invariant.js';
import { isRunner } from './invariant.js';

/** What others have made is neither changed nor dropped, and no rows are added to it. */
export function foreignUntouched(foreign: ReadonlySet<string>): Invariant {
  return {
    name: 'nothing that others made is touched',
    onEffect: ({ cql, actor }) => {
      const table = /^(?:DROP TABLE|ALTER TABLE|INSERT INTO|UPDATE|CREATE INDEX \w+ ON) (\w+)/.exec(cql)?.[1];
      if (table === undefined || !foreign.has(table) || !isRunner(actor)) return undefined;
      return `${actor} changes ${table}, which somebody else has made: ${cql}`;
    },
  };
}
