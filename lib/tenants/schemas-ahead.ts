import type { SchemaModel } from '../core/model/schema-model.js';
import { KeyspaceMissingError } from '../session/errors.js';
import { CHUNK, introspectMany } from '../session/introspect-many.js';
import type { Session } from '../session/session.js';

/**
 * Schemas of tenants that take their turn under one lock: each read is for the tenant that asks and for the next ones, as
 * no other run can change those meanwhile.
 */
export class SchemasAhead {
  private schemas: ReadonlyMap<string, SchemaModel> = new Map();

  constructor(
    private readonly tenants: readonly string[],
    private readonly concurrency: number,
  ) {}

  /** @throws KeyspaceMissingError */
  async of(session: Session, keyspace: string): Promise<SchemaModel> {
    if (!this.schemas.has(keyspace)) await this.readFrom(session, keyspace);
    const schema = this.schemas.get(keyspace);
    if (!schema) throw new KeyspaceMissingError(keyspace);
    return schema;
  }

  private async readFrom(session: Session, keyspace: string): Promise<void> {
    const from = this.tenants.indexOf(keyspace);
    const { schemas } = await introspectMany(session, this.tenants.slice(from, from + CHUNK), this.concurrency);
    this.schemas = schemas;
  }
}
