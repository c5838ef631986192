import type { StatementClass } from '../../core/cql/classify-statement.js';
import { afterRead, namesAfterRead } from '../../core/cql/expectation.js';
import type { Statement } from '../../core/cql/statement.js';
import type { Direction } from '../../core/progress/progress.js';
import type { LoadedMigration } from '../source/loaded-migration.js';

/** Reading and writing rows may be done by any host; the rest goes to the one coordinator, with long time-outs. */
export function changesSchema({ kind }: StatementClass): boolean {
  return kind !== 'read' && kind !== 'write' && kind !== 'batch';
}

/** A script's writes are known beforehand, so they run once; those of code run again when it is resumed. */
export function isJournalled(statement: StatementClass, inScript: boolean): boolean {
  return changesSchema(statement) || (inScript && statement.kind !== 'read');
}

/** Journalled statements of a script, in order; what code sends is not known beforehand. */
export function journalledStatements(migration: LoadedMigration, direction: Direction): readonly string[] {
  if (migration.form === 'code') return [];
  return migration.statements[direction]
    .filter((statement) => isJournalled(statement.class, true))
    .map(({ cql }) => cql);
}

/** Whether the schema tells, after a run has died, if a statement was done. */
export function isReadBack(statement: Statement, keyspace: string): boolean {
  return afterRead(statement, keyspace).kind === 'names';
}

/** Whether the server runs it although what it makes, or removes, is there, or gone, already. */
export function isGuarded(statement: Statement, keyspace: string): boolean {
  return afterRead(statement, keyspace).kind === 'repeatable';
}

/** Whether a look at the schema tells that the effect of a statement is there before it is sent. */
export function canBeSeen(statement: Statement, keyspace: string): boolean {
  return namesAfterRead(statement, keyspace) !== undefined;
}
