import { CoodieError } from '../../lib/index.js';

/** One value of each kind that JavaScript has, for an option that wants another one. */
export const WRONG_VALUES: readonly unknown[] = [
  null,
  7,
  -1,
  Number.NaN,
  '',
  'x',
  true,
  [],
  ['x'],
  {},
  { x: 1 },
  () => 1,
  class {},
];

export const nameOf = (value: unknown): string =>
  typeof value === 'function'
    ? String(value).slice(0, 8)
    : typeof value === 'string'
      ? `'${value}'`
      : `${JSON.stringify(value)}`;

/** The outcome of something that may be refused, and must not fail in any other way. */
export async function refusalOf(work: () => unknown): Promise<CoodieError | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (error instanceof CoodieError) return error;
    throw error;
  }
}
