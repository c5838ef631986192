import { keyspacesIn } from '../core/cql/statement-keyspaces.js';
import type { Direction } from '../core/progress/progress.js';
import type { LoadedMigration } from '../migrations/source/loaded-migration.js';
import { placeOf } from '../migrations/source/errors.js';
import { TenantKeyspaceNamedError } from './errors.js';

/**
 * Refuses scripts that change another keyspace than that of the tenant: for each tenant they would do so once more.
 * @throws TenantKeyspaceNamedError
 */
export function refuseForeign(keyspace: string, direction: Direction, migrations: readonly LoadedMigration[]): void {
  const found = migrations.flatMap((migration) => foreignIn(migration, keyspace, direction));
  if (found.length > 0) throw new TenantKeyspaceNamedError(keyspace, found);
}

function foreignIn(migration: LoadedMigration, keyspace: string, direction: Direction) {
  if (migration.form === 'code') return [];
  return migration.statements[direction].flatMap((statement) => {
    const named = keyspacesIn(statement.cql).find((name) => name !== keyspace);
    if (named === undefined || statement.class.kind === 'read') return [];
    return [{ place: placeOf({ origin: migration.entry.origin, position: statement }), named }];
  });
}
