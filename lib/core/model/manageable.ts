import type { TableModel } from './schema-model.js';

/** Shows columns that nobody declared, and takes no other shape than the one that it has. */
export const COMPACT_STORAGE = 'compact storage';

/** Whether an entity could declare a table at all. */
export function isManageable({ unmanaged }: Pick<TableModel, 'unmanaged'>): boolean {
  return !unmanaged.includes(COMPACT_STORAGE);
}
