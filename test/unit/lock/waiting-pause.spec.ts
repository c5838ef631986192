import { waitingPause } from '../../../lib/lock/waiting-pause.js';

describe('the pause of a run that waits for the lock', () => {
  it.each([
    ['begins short', { looks: 0, waited: 0, rivals: 0, chance: 0.5 }, 150],
    ['grows with the time waited', { looks: 3, waited: 0, rivals: 0, chance: 0.5 }, 412],
    ['stays at about a second without rivals', { looks: 50, waited: 0, rivals: 0, chance: 0.5 }, 1_000],
    ['grows with the rivals', { looks: 50, waited: 0, rivals: 20, chance: 0.5 }, 2_000],
    ['grows by a twentieth of a longer wait', { looks: 50, waited: 60_000, rivals: 0, chance: 0.5 }, 4_000],
    ['is never longer because of the wait', { looks: 900, waited: 3_600_000, rivals: 0, chance: 0.5 }, 5_000],
    ['ends growing', { looks: 500, waited: 0, rivals: 1_000, chance: 0.5 }, 5_000],
    ['is spread by chance, downwards', { looks: 50, waited: 0, rivals: 0, chance: 0 }, 500],
    ['is spread by chance, upwards', { looks: 50, waited: 0, rivals: 0, chance: 1 }, 1_500],
  ])('%s', (_, wait, expected) => expect(Math.round(waitingPause(wait))).toBe(expected));
});
