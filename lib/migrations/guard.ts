import { classifyStatement } from '../core/cql/classify-statement.js';
import { DestructiveStatementError, type StatementPlace } from './errors.js';
import type { LoadedMigration } from './loaded-migration.js';

/**
 * Refuses scripts that destroy something in `upgrade` without saying so, all of them at once and before anything runs.
 * What code sends is not known beforehand: it is looked at when it is sent.
 * @throws DestructiveStatementError
 */
export function guardScripts(migrations: readonly LoadedMigration[]): void {
  const found = migrations.flatMap(destructiveStatements);
  if (found.length > 0) throw new DestructiveStatementError(found, 'Nothing was run.');
}

/** @throws DestructiveStatementError */
export function guardStatement(place: StatementPlace, allowDestructive: boolean): void {
  const { destroys } = classifyStatement(place.cql);
  if (destroys !== undefined && !allowDestructive) {
    throw new DestructiveStatementError([{ ...place, destroys }], 'The statement was not sent.');
  }
}

type Destructive = StatementPlace & { readonly destroys: string };

function destructiveStatements(migration: LoadedMigration): readonly Destructive[] {
  if (migration.form === 'code' || migration.allowDestructive) return [];
  return migration.statements.upgrade.flatMap((statement) => {
    const { destroys } = classifyStatement(statement.cql);
    const { cql } = statement;
    return destroys === undefined ? [] : [{ cql, origin: migration.entry.origin, position: statement, destroys }];
  });
}

/** Whether a migration says, or a script shows, that its upgrade destroys something. */
export function isDestructive(migration: LoadedMigration): boolean {
  if (migration.form === 'code') return migration.allowDestructive;
  return migration.statements.upgrade.some(({ cql }) => classifyStatement(cql).destroys !== undefined);
}
