/** `71 ms`, `2.4 s`, `3 min 5 s`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

const UNITS: readonly (readonly [seconds: number, name: string])[] = [
  [365 * 86_400, 'year'],
  [30 * 86_400, 'month'],
  [7 * 86_400, 'week'],
  [86_400, 'day'],
  [3_600, 'hour'],
  [60, 'minute'],
  [1, 'second'],
];

/** `2 days ago`. Clocks differ a little: what seems to be to come is `just now`. */
export function formatAge(then: Date, now: Date): string {
  const age = Math.floor((now.getTime() - then.getTime()) / 1000);
  const [seconds, name] = UNITS.find(([unit]) => age >= unit) ?? [0, ''];
  return seconds === 0 ? 'just now' : `${formatCount(Math.floor(age / seconds), name)} ago`;
}

/** `1 migration`, `2 migrations`. */
export function formatCount(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? '' : 's'}`;
}
