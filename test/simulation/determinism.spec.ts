import { Simulation } from './simulation.js';

const SEEDS = [1, 2, 3, 5, 8, 13, 21, 34];

describe('a simulation', () => {
  it('is the same for the same seed, whatever ran before', async () => {
    const first = await fingerprints(SEEDS);
    expect(await fingerprints(SEEDS.toReversed())).toEqual(first.toReversed());
  });

  it('is another for another seed', async () => {
    expect(new Set(await fingerprints(SEEDS)).size).toBe(SEEDS.length);
  });
});

async function fingerprints(seeds: readonly number[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const seed of seeds) found.push((await new Simulation(seed).run()).fingerprint);
  return found;
}
