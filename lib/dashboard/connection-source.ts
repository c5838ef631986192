import type { BackfillStatus } from '../backfill/backfill-status.js';
import { declarableWithoutIgnored, type Ignore, withoutOwnTables } from '../core/diff/ignored.js';
import { diagramOf } from '../core/erd/diagram.js';
import type { MigrationStatus } from '../core/history/history.js';
import type { SchemaModel } from '../core/model/schema-model.js';
import type { SchemaPlan } from '../core/plan/plan-schema.js';
import type { LockHolder } from '../core/progress/lock-holder.js';
import type { TenantStatus } from '../migrations/migration-tenants.js';
import type { ConnectionView, ServerView } from '../present/page/page-view.js';
import { introspect } from '../session/introspect.js';
import type { Database } from '../session/session.js';
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
  /** Undefined where the application has no list of tenants. */
  readonly tenants: { status(): Promise<readonly TenantStatus[]> } | undefined;
  declared(): readonly SchemaModel[];
  database(): Promise<Database>;
  lock(): Promise<{ holder(): Promise<LockHolder | undefined> }>;
}

/** Reads one connection, once for all viewers. */
export class ConnectionReader {
  private readonly server: SharedReading<ServerView>;
  private readonly migrations: SharedReading<readonly MigrationStatus[]>;
  private readonly holder: SharedReading<LockHolder | undefined>;
  private readonly plan: SharedReading<SchemaPlan | undefined>;
  private readonly live: SharedReading<SchemaModel>;
  private readonly backfills: SharedReading<readonly BackfillStatus[]>;
  private readonly tenants: SharedReading<readonly TenantStatus[] | undefined>;

  constructor(private readonly source: ConnectionSource) {
    this.server = new SharedReading(async () => serverOf(await source.database()));
    this.migrations = new SharedReading(() => source.migrations.status());
    this.holder = new SharedReading(async () => (await source.lock()).holder());
    this.plan = new SharedReading(async () => (isEmpty(source.declared()) ? undefined : source.schema.plan()));
    this.backfills = new SharedReading(() => source.backfills.list());
    this.tenants = new SharedReading(async () => source.tenants?.status());
    this.live = new SharedReading(async () => {
      const schema = await introspect((await source.database()).onOneHost());
      return declarableWithoutIgnored(withoutOwnTables(schema), source.ignore);
    });
  }

  async read(): Promise<ConnectionView> {
    const { name, keyspace, migrationsDir } = this.source;
    const [server, migrations, holder, plan, live, backfills, tenants] = await Promise.all([
      this.server.get(),
      this.migrations.get(),
      this.holder.get(),
      this.plan.get(),
      this.live.get(),
      this.backfills.get(),
      this.tenants.get(),
    ]);
    const shown = live.kind === 'read' ? [live.value] : this.source.declared();
    const drawn = live.kind === 'read' ? ({ kind: 'read', value: 'database' } as const) : live;
    const read = { server, migrations, holder, plan, drawn, backfills, tenants };
    return { name, keyspace, migrationsDir, ...read, diagram: diagramOf(shown) };
  }
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
