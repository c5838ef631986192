import { randomUUID } from 'node:crypto';
import { Client, errors } from 'cassandra-driver';
import type { Change } from '../../lib/core/diff/change.js';
import { describeChange } from '../../lib/core/diff/describe-change.js';
import { diffSchema } from '../../lib/core/diff/diff-schema.js';
import { separateDrift } from '../../lib/core/diff/drift.js';
import { findObstacles } from '../../lib/core/diff/obstacles/find-obstacles.js';
import { detailOf, subjectOf } from '../../lib/core/diff/present-difference.js';
import { isApplicable, type Policy } from '../../lib/core/diff/risk.js';
import type { SchemaModel } from '../../lib/core/model/schema-model.js';
import type { ServerProfile } from '../../lib/core/options/server-profile.js';
import { renderChange } from '../../lib/core/render/render-change.js';
import { CassandraSession } from '../../lib/session/driver/cassandra-session.js';
import { StatementFailedError } from '../../lib/session/errors.js';
import { introspect } from '../../lib/session/introspect.js';
import { probeServer } from '../../lib/session/probe-server.js';
import { clientOptions } from './cassandra.js';

/** What a schema is made of, without the keyspace. */
export type Parts = Partial<Pick<SchemaModel, 'types' | 'tables' | 'views'>>;

/** A keyspace of the test server, read and changed by coodie's own pieces and nothing else. */
export class LiveSchema {
  private constructor(
    private readonly client: Client,
    readonly keyspace: string,
    readonly server: ServerProfile,
  ) {}

  /** Makes a keyspace, hands it to `work`, and drops it. */
  static async with<T>(client: Client, prefix: string, work: (live: LiveSchema) => Promise<T>): Promise<T> {
    const keyspace = `${prefix}_${randomUUID().replaceAll('-', '').slice(0, 12)}`;
    await client.execute(
      `CREATE KEYSPACE ${keyspace} WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}`,
    );
    try {
      return await work(new LiveSchema(client, keyspace, await probeServer(new CassandraSession(client, keyspace))));
    } finally {
      await client.execute(`DROP KEYSPACE ${keyspace}`);
    }
  }

  of({ types = [], tables = [], views = [] }: Parts): SchemaModel {
    return { keyspace: this.keyspace, types, tables, views };
  }

  read(): Promise<SchemaModel> {
    return introspect(new CassandraSession(this.client, this.keyspace));
  }

  /** What stands between the keyspace and a schema, with what this server would refuse; all of it, or what a policy asks for. */
  async changesTo(desired: SchemaModel, policy?: Policy): Promise<readonly Change[]> {
    const actual = await this.read();
    const all = diffSchema(actual, desired);
    return findObstacles(actual, policy ? separateDrift(all, policy).changes : all, this.server);
  }

  /** The same for what the schema names alone: whatever else is in the keyspace does not count. */
  async leftTo(desired: SchemaModel): Promise<readonly Change[]> {
    return diffSchema(only(await this.read(), desired), desired);
  }

  /** Runs every change that has a statement; answers the CQL. */
  async apply(changes: readonly Change[]): Promise<readonly string[]> {
    const statements = changes.filter(isApplicable).flatMap((change) => renderChange(change, this.keyspace));
    for (const [position, cql] of statements.entries()) await this.execute(cql, position + 1, statements.length);
    return statements;
  }

  /** The rows of a query, as JSON of each. */
  async rows(cql: string): Promise<readonly string[]> {
    const { rows } = await this.client.execute(cql);
    return rows.map((row) => JSON.stringify(row));
  }

  /** The code with which the server refuses a statement; `undefined` where it takes it. */
  async refusal(cql: string): Promise<number | undefined> {
    try {
      await this.client.execute(cql);
      return undefined;
    } catch (error) {
      if (error instanceof errors.ResponseError) return error.code;
      throw error;
    }
  }

  async execute(cql: string, position = 1, total = 1): Promise<void> {
    try {
      await this.client.execute(cql);
    } catch (error) {
      throw new StatementFailedError(cql, position, total, error);
    }
  }
}

/** Changes in a line each: `alter-options t ~ comment '' → 'x'`. */
export function describeChanges(changes: readonly Change[]): readonly string[] {
  return changes.flatMap((change) => {
    const why = change.kind === 'blocked' ? ` (${change.reason})` : '';
    return describeChange(change).map((difference) => {
      const words = `${difference.sign} ${subjectOf(difference)} ${detailOf(difference)}`;
      return `${change.kind} ${difference.object.name} ${words}${why}`;
    });
  });
}

function only(actual: SchemaModel, { types, tables, views }: SchemaModel): SchemaModel {
  return {
    ...actual,
    types: actual.types.filter((type) => types.some(({ name }) => name === type.name)),
    tables: actual.tables.filter((table) => tables.some(({ name }) => name === table.name)),
    views: actual.views.filter((view) => views.some(({ name }) => name === view.name)),
  };
}

/** A client for schema changes on the one node of the test server: no wait for agreement, no reading of metadata. */
function schemaClient(): Client {
  const { protocolOptions, ...options } = clientOptions();
  return new Client({
    ...options,
    isMetadataSyncEnabled: false,
    protocolOptions: { ...protocolOptions, maxSchemaAgreementWaitSeconds: 0 },
  });
}

/** A `schemaClient` for the suite around it. */
export function useSchemaClient(): Client {
  const client = schemaClient();
  beforeAll(() => client.connect());
  afterAll(() => client.shutdown());
  return client;
}
