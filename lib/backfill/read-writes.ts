import type { BackfillStatement } from './backfill-options.js';

/**
 * The writes that `row` returned for a row, as a list: it is code of the application, and may return anything.
 * @throws TypeError
 */
export function readWrites(returned: unknown): readonly BackfillStatement[] {
  if (returned === undefined || returned === null) return [];
  const writes: readonly unknown[] = Array.isArray(returned) ? returned : [returned];
  if (writes.every(isStatement)) return writes;
  const strange = writes.find((write) => !isStatement(write));
  throw new TypeError(`row returned ${kindOf(strange)} instead of a statement { cql, params: [] }`);
}

function isStatement(write: unknown): write is BackfillStatement {
  if (typeof write !== 'object' || write === null) return false;
  const { cql, params } = write as Partial<Record<keyof BackfillStatement, unknown>>;
  return typeof cql === 'string' && (params === undefined || Array.isArray(params));
}

/** Not the value itself, which may be personal. */
function kindOf(value: unknown): string {
  if (value === undefined || value === null) return String(value);
  if (typeof value !== 'object') return `a ${typeof value}`;
  return `an object with the keys ${Object.keys(value).slice(0, 5).join(', ') || '(none)'}`;
}
