import type { Random } from '../engine/random.js';

/** Faults of a simulation: how often requests fail, and in which ways. */
export interface Weather {
  readonly lostRequest: number;
  readonly lostAnswer: number;
  /** The connection breaks before the statement has run, and it runs all the same. */
  readonly reset: number;
  readonly overloaded: number;
  /** A lightweight transaction, or a write, ends with the server's time-out. */
  readonly serverTimeout: number;
  /** An idempotent request runs a second time, later. */
  readonly repeated: number;
  /** Milliseconds of the slowest requests. */
  readonly slowest: number;
}

export const FAIR: Weather = {
  lostRequest: 0,
  lostAnswer: 0,
  reset: 0,
  overloaded: 0,
  serverTimeout: 0,
  repeated: 0,
  slowest: 5,
};

/** Each kind of fault is on in about half of the simulations, so that none hides another. */
export function drawWeather(random: Random): Weather {
  const often = random.pick([0.005, 0.02, 0.06, 0.15]);
  const some = () => (random.chance(0.4) ? often : 0);
  return {
    lostRequest: some(),
    lostAnswer: some(),
    reset: some(),
    overloaded: some(),
    serverTimeout: some(),
    repeated: some(),
    slowest: random.pick([5, 50, 400, 2_000]),
  };
}

export type Fate = 'ok' | 'lost-request' | 'lost-answer' | 'reset' | 'overloaded' | 'server-timeout';

export function drawFate(weather: Weather, random: Random): Fate {
  const { lostRequest, lostAnswer, reset, overloaded, serverTimeout } = weather;
  const chances: readonly (readonly [Fate, number])[] = [
    ['lost-request', lostRequest],
    ['lost-answer', lostAnswer],
    ['reset', reset],
    ['overloaded', overloaded],
    ['server-timeout', serverTimeout],
  ];
  let left = random.next();
  for (const [fate, chance] of chances) {
    if (left < chance) return fate;
    left -= chance;
  }
  return 'ok';
}
