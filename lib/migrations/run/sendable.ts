import type { ScriptStatement } from '../../core/cql/split-script.js';
import { isNeedlessUse, type Statement } from '../../core/cql/statement.js';
import type { Direction } from '../../core/progress/progress.js';
import { UnsupportedStatementError } from '../source/errors.js';
import type { LoadedMigration } from '../source/loaded-migration.js';
import { unsendableError, type Unsendable } from './unsendable-error.js';

/**
 * Refuses scripts with a statement that no server would run, all of them at once and before anything runs.
 * @throws UnsupportedStatementError
 */
export function refuseUnsendable(migrations: readonly LoadedMigration[], directions: readonly Direction[]): void {
  const found = migrations.flatMap((migration) => {
    if (migration.form === 'code') return [];
    const { origin } = migration.entry;
    return directions.flatMap((direction) => migration.statements[direction].flatMap((own) => unsendable(own, origin)));
  });
  if (found.length > 0) throw unsendableError(found);
}

function unsendable(statement: ScriptStatement, origin: string): readonly Unsendable[] {
  const { line, column, defect, defectAt = { line, column } } = statement;
  if (defect) return [{ origin, position: defectAt, problem: defect.problem, hint: defect.hint }];
  const position = { line, column };
  return statement.class.kind === 'use' ? [{ origin, position, problem: USE_PROBLEM, hint: USE_HINT }] : [];
}

const USE_PROBLEM = 'USE would change the keyspace of everything after it';
const USE_HINT =
  'Names without a keyspace mean the target keyspace already; qualify those of another keyspace: other.table.';

/**
 * Refuses a statement that code is about to send and no server would run. The answer of DESCRIBE is of use to code.
 * @throws UnsupportedStatementError
 */
export function refuseDefect({ class: statement, defect }: Statement, origin: string): void {
  if (statement.kind === 'use' && !defect)
    throw new UnsupportedStatementError(`${origin} sends USE: ${USE_PROBLEM}.`, { hint: USE_HINT });
  if (!defect || (defect.kind === 'cqlsh' && statement.kind === 'read')) return;
  throw new UnsupportedStatementError(`${origin} sends a statement that no server would run: ${defect.problem}.`, {
    hint: defect.hint,
  });
}

/**
 * The migration without USE of the target keyspace. It is taken out before positions in the journal are counted: no version
 * ever sent it, so a journal that was written with it in the file counts the same.
 */
export function withoutNeedlessUse(migration: LoadedMigration, keyspace: string): LoadedMigration {
  if (migration.form === 'code') return migration;
  const needed = (statement: Statement) => !isNeedlessUse(statement, keyspace);
  const { upgrade, downgrade } = migration.statements;
  const kept = { upgrade: upgrade.filter(needed), downgrade: downgrade.filter(needed) };
  const undoesNothing = downgrade.length > 0 && kept.downgrade.length === 0 && kept.upgrade.length > 0;
  return { ...migration, statements: kept, reversible: migration.reversible && !undoesNothing };
}
