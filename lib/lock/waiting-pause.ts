const FIRST = 150;
const GROWTH = 1.4;
const CEILING = 1_000;
const CEILING_PER_RIVAL = 50;
/** Milliseconds of pause for each of waiting. */
const CEILING_PER_WAIT = 1 / 20;
const LONGEST = 5_000;

export interface Wait {
  /** Looks so far. */
  readonly looks: number;
  /** Milliseconds waited so far. */
  readonly waited: number;
  /** Other runs that were seen to want the lock: holders that came and went, and races for the free lock that were lost. */
  readonly rivals: number;
  /** From 0 to 1. */
  readonly chance: number;
}

/**
 * Milliseconds until a waiting run looks again. They grow with the time waited, up to a ceiling that grows with the number
 * of rivals and with the time as well: so the requests of all waiting runs together stay few, and one of them still looks
 * soon after a release.
 */
export function waitingPause({ looks, waited, rivals, chance }: Wait): number {
  const ceiling = Math.min(LONGEST, CEILING + CEILING_PER_RIVAL * rivals + CEILING_PER_WAIT * waited);
  return Math.min(ceiling, FIRST * GROWTH ** looks) * (0.5 + chance);
}
