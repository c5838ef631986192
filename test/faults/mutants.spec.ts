import { simulate } from '../support/simulator.js';

const SEEDS = 3_000;

describe('the simulator, with a fix reverted', () => {
  it.each([
    ['A1', 'one owner for all holds of a process', 'at most one holder sends'],
    ['A2', 'a rollback of what was never made', 'nothing that others made is touched'],
    ['A3', 'statements that nobody waits for', 'statements are sent by the migration that they belong to'],
    ['A5', 'a write that is sent after the lock was lost', 'at most one holder sends'],
    ['A6', 'a lock that is not read back', 'at most one holder sends'],
    ['A11', 'a release that is not repeated', 'a call that ends leaves no lock behind'],
    ['B5', 'what is there already counts as done', 'a healthy runner comes to an end'],
  ])(
    'finds %s, %s',
    async (mutant, _, invariant) => {
      const { failed, explained } = await simulate('--mutant', mutant, '--seeds', `1-${SEEDS}`);
      process.stderr.write(`simulation: ${mutant} is found by seed ${failed?.seed}: ${failed?.invariant}\n`);
      expect({ invariant: failed?.invariant, explained }).toEqual({ invariant, explained });
    },
    600_000,
  );
});
