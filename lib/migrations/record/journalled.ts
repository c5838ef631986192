import { classifyStatement, type StatementClass } from '../../core/cql/classify-statement.js';
import { afterStatement, namesAfter } from '../../core/cql/expectation.js';
import type { Direction } from '../../core/progress.js';
import type { LoadedMigration } from '../source/loaded-migration.js';

/** Reading and writing rows may be done by any host; the rest goes to the one coordinator, with long time-outs. */
export function changesSchema({ kind }: StatementClass): boolean {
  return kind !== 'read' && kind !== 'write' && kind !== 'batch';
}

/** A script's writes are known beforehand, so they run once; those of code run again when it is resumed. */
export function isJournalled(statement: StatementClass, inScript: boolean): boolean {
  return changesSchema(statement) || (inScript && statement.kind !== 'read');
}

/** Those of a script, in order; what code sends is not known beforehand. */
export function journalledStatements(migration: LoadedMigration, direction: Direction): readonly string[] {
  if (migration.form === 'code') return [];
  return migration.statements[direction]
    .map(({ cql }) => cql)
    .filter((cql) => isJournalled(classifyStatement(cql), true));
}

/** Whether the schema tells, after a run has died, if a statement was done. */
export function isReadBack(cql: string, keyspace: string): boolean {
  return afterStatement(cql, keyspace).kind === 'names';
}

/** Whether the server runs it although what it makes, or removes, is there, or gone, already. */
export function isGuarded(cql: string, keyspace: string): boolean {
  return afterStatement(cql, keyspace).kind === 'repeatable';
}

/** Whether a look at the schema tells that the effect of a statement is there before it is sent. */
export function canBeSeen(cql: string, keyspace: string): boolean {
  return namesAfter(cql, keyspace) !== undefined;
}
