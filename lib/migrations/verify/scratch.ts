import { withoutOwnTables } from '../../core/diff/ignored.js';
import type { SchemaModel } from '../../core/model/schema-model.js';
import { KeyspaceMissingError } from '../../session/errors.js';
import { introspect } from '../../session/introspect.js';
import type { Database } from '../../session/session.js';
import type { MigrationService } from '../migration-service.js';

/** Keyspaces to try migrations in. */
export interface Scratch {
  readonly migrations: Pick<MigrationService, 'apply' | 'rollback' | 'baseline'>;
  readonly database: Database;
  /** Whether the server has other keyspaces, and settings of its own. */
  readonly isShared: boolean;
  /** The keyspaces by the names that the project has for them. */
  readonly names: ReadonlyMap<string, string>;
  /** Drops every keyspace and makes it again, empty. */
  renew(): Promise<void>;
}

/** The schemas of the keyspaces, by the names that the project has for them; one that does not exist is absent. */
export async function schemasOf({ database, names }: Scratch): Promise<ReadonlyMap<string, SchemaModel>> {
  const schemas = new Map<string, SchemaModel>();
  for (const [own, scratch] of names) {
    const schema = await schemaOf(database.inKeyspace(scratch));
    if (schema) schemas.set(own, { ...withoutOwnTables(schema), keyspace: own });
  }
  return schemas;
}

async function schemaOf(database: Database): Promise<SchemaModel | undefined> {
  try {
    return await introspect(database.onOneHost());
  } catch (error) {
    if (error instanceof KeyspaceMissingError) return undefined;
    throw error;
  }
}
