import { UnknownHistoryError, type HistoryPlace } from './errors.js';

/**
 * Returns the one of the values that coodie knows.
 * @throws UnknownHistoryError
 */
export function knownValue<T extends string>(known: readonly T[], value: unknown, place: HistoryPlace): T {
  const found = known.find((candidate) => candidate === value);
  if (found === undefined) throw new UnknownHistoryError(place, value);
  return found;
}
