import { waitingPause } from '../../../lib/lock/waiting-pause.js';

describe('the pause of a run that waits for the lock', () => {
  it.each([
    ['begins short', { looks: 0, rivals: 0, chance: 0.5 }, 150],
    ['grows with the time waited', { looks: 3, rivals: 0, chance: 0.5 }, 412],
    ['stays at about a second without rivals', { looks: 50, rivals: 0, chance: 0.5 }, 1_000],
    ['grows with the rivals', { looks: 50, rivals: 20, chance: 0.5 }, 2_000],
    ['ends growing', { looks: 500, rivals: 1_000, chance: 0.5 }, 5_000],
    ['is spread by chance, downwards', { looks: 50, rivals: 0, chance: 0 }, 500],
    ['is spread by chance, upwards', { looks: 50, rivals: 0, chance: 1 }, 1_500],
  ])('%s', (_, wait, expected) => expect(Math.round(waitingPause(wait))).toBe(expected));
});
