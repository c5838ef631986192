import { shownStatement } from '../../core/cql/mask-secrets.js';
import type { Statement } from '../../core/cql/statement.js';
import { DestructiveStatementError, UnsupportedStatementError, type StatementPlace } from '../source/errors.js';
import type { LoadedMigration } from '../source/loaded-migration.js';
import { refuseDefect } from './sendable.js';

/**
 * Refuses scripts that destroy something in `upgrade` without saying so, all of them at once and before anything runs.
 * The statements of code are not known beforehand: each is checked when it is sent.
 * @throws DestructiveStatementError
 */
export function guardScripts(migrations: readonly LoadedMigration[]): void {
  const found = migrations.flatMap(destructiveStatements);
  if (found.length > 0) throw new DestructiveStatementError(found, 'Nothing was run.');
}

/** @throws DestructiveStatementError */
export function guardStatement(
  { class: { destroys } }: Statement,
  place: StatementPlace,
  allowDestructive: boolean,
): void {
  if (destroys !== undefined && !allowDestructive) {
    throw new DestructiveStatementError([{ ...place, destroys }], 'The statement was not sent.');
  }
}

/**
 * A batch takes writes only; the server's own refusal of anything else is hard to understand.
 * @throws UnsupportedStatementError
 */
export function refuseInBatch(statements: readonly Statement[], origin: string): void {
  for (const statement of statements) refuseDefect(statement, origin);
  const foreign = statements.find((statement) => statement.class.kind !== 'write');
  if (!foreign) return;
  throw new UnsupportedStatementError(
    `${origin} has in a batch what is no INSERT, UPDATE or DELETE: ${shownStatement(foreign.cql)}`,
    {
      hint: 'Send it by itself: context.execute(…)',
    },
  );
}

type Destructive = StatementPlace & { readonly destroys: string };

function destructiveStatements(migration: LoadedMigration): readonly Destructive[] {
  if (migration.form === 'code' || migration.allowDestructive) return [];
  return migration.statements.upgrade.flatMap((statement) => {
    const {
      cql,
      class: { destroys },
    } = statement;
    return destroys === undefined ? [] : [{ cql, origin: migration.entry.origin, position: statement, destroys }];
  });
}

/** Whether a migration says, or a script shows, that its upgrade destroys something. */
export function isDestructive(migration: LoadedMigration): boolean {
  if (migration.form === 'code') return migration.allowDestructive;
  return migration.statements.upgrade.some((statement) => statement.class.destroys !== undefined);
}
