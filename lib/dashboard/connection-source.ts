import type { BackfillStatus } from '../backfill/backfill-status.js';
import { declarableWithoutIgnored, type Ignore, withoutOwnTables } from '../core/diff/ignored.js';
import { diagramOf } from '../core/erd/diagram.js';
import type { MigrationStatus } from '../core/history/history.js';
import type { SchemaModel } from '../core/model/schema-model.js';
import type { SchemaPlan } from '../core/plan/plan-schema.js';
import type { LockHolder } from '../core/progress/lock-holder.js';
import type { ConnectionView, ServerView } from '../present/page/page-view.js';
import { introspect } from '../session/introspect.js';
import type { Database } from '../session/session.js';
import type { TenantStatus } from '../migrations/migration-tenants.js';
import { SharedReading } from './shared-reading.js';

/** Services of a connection that the page reads. */
export interface ConnectionSource {
  readonly name: string;
  readonly keyspace: string;
  readonly migrationsDir: string;
  readonly ignore: Ignore;
  readonly migrations: { status(): Promise<readonly MigrationStatus[]> };
  readonly schema: { plan(): Promise<SchemaPlan> };
  readonly backfills: { list(): Promise<readonly BackfillStatus[]> };
  /** Undefined where the connection has no list of tenants. */
  readonly tenants: { status(): Promise<readonly TenantStatus[]> } | undefined;
  declared(): readonly SchemaModel[];
  database(): Promise<Database>;
  lock(): Promise<{ holder(): Promise<LockHolder | undefined> }>;
}

/** Reads one connection, once for all viewers. */
export class ConnectionReader {
  private readonly server: SharedReading<ServerView>;
  private readonly migrations: SharedReading<readonly MigrationStatus[]>;
  private readonly backfills: SharedReading<readonly BackfillStatus[]>;
  private readonly tenants: SharedReading<readonly TenantStatus[]> | undefined;
  private readonly holder: SharedReading<LockHolder | undefined>;
  private readonly plan: SharedReading<SchemaPlan | undefined>;
  private readonly live: SharedReading<SchemaModel>;

  /** Each tenant has the schema that the entities declare, and the keyspace of the connection has none of it. */
  constructor(private readonly source: ConnectionSource) {
    const { tenants, migrations, schema, backfills } = source;
    this.server = new SharedReading(async () => serverOf(await source.database()));
    this.migrations = new SharedReading(async () => (tenants ? [] : migrations.status()));
    this.backfills = new SharedReading(() => backfills.list());
    this.tenants = tenants && new SharedReading(() => tenants.status());
    this.holder = new SharedReading(async () => (await source.lock()).holder());
    this.plan = new SharedReading(async () => (tenants || isEmpty(source.declared()) ? undefined : schema.plan()));
    this.live = new SharedReading(() => liveSchema(source));
  }

  async read(): Promise<ConnectionView> {
    const { name, keyspace, migrationsDir } = this.source;
    const [server, migrations, backfills, tenants, holder, plan, drawing] = await Promise.all([
      this.server.get(),
      this.migrations.get(),
      this.backfills.get(),
      this.tenants?.get(),
      this.holder.get(),
      this.plan.get(),
      this.drawing(),
    ]);
    return { name, keyspace, migrationsDir, server, migrations, backfills, tenants, holder, plan, ...drawing };
  }

  private async drawing(): Promise<Pick<ConnectionView, 'diagram' | 'drawn'>> {
    const ofEntities = () => diagramOf(this.source.declared());
    if (this.tenants) return { diagram: ofEntities(), drawn: { kind: 'read', value: 'entities' } };
    const live = await this.live.get();
    if (live.kind === 'failed') return { diagram: ofEntities(), drawn: live };
    return { diagram: diagramOf([live.value]), drawn: { kind: 'read', value: 'database' } };
  }
}

async function liveSchema(source: ConnectionSource): Promise<SchemaModel> {
  const schema = await introspect((await source.database()).onOneHost());
  return declarableWithoutIgnored(withoutOwnTables(schema), source.ignore);
}

async function serverOf({ session }: Database): Promise<ServerView> {
  const { rows } = await session.execute('SELECT cluster_name, release_version, data_center FROM system.local');
  const text = (column: string) => {
    const value = rows[0]?.[column];
    return typeof value === 'string' ? value : '';
  };
  return { cluster: text('cluster_name'), version: text('release_version'), dataCenter: text('data_center') };
}

function isEmpty(schemas: readonly SchemaModel[]): boolean {
  return schemas.every(({ tables, views, types }) => tables.length + views.length + types.length === 0);
}
