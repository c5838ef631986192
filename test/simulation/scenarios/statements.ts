import type { Chapter } from './chapters.js';

/** Whether a statement is one of a migration. */
export function isUnderWay(chapters: readonly Chapter[], cql: string): boolean {
  return chapters.some(({ up, down }) => up.includes(cql) || down.includes(cql));
}

/** Whether a second time changes something more. */
export const isCounted = (cql: string) => /^UPDATE \w+ SET (\w+) = \1 \+/.test(cql);
