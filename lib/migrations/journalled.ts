import type { StatementClass } from '../core/cql/classify-statement.js';

/** Reading and writing rows may be done by any host; the rest goes to the one coordinator, with long time-outs. */
export function changesSchema({ kind }: StatementClass): boolean {
  return kind !== 'read' && kind !== 'write' && kind !== 'batch';
}

/** A script's writes are known beforehand, so they run once; those of code run again when it is resumed. */
export function isJournalled(statement: StatementClass, inScript: boolean): boolean {
  return changesSchema(statement) || (inScript && statement.kind !== 'read');
}
