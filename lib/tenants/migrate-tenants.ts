import type { TenantOutcome } from '../core/tenants/tenant-outcome.js';
import { LeasedDdl } from '../lock/leased-ddl.js';
import type { Lease } from '../lock/lease.js';
import type { History } from '../migrations/history/read-history.js';
import type { MigratedTenant } from '../migrations/migration-tenants.js';
import type { MigrationResult } from '../migrations/run/migration-result.js';
import { dryRunMigration } from '../migrations/run/run-migration.js';
import { runLocked, runMigrations, type RunPlan } from '../migrations/run/run-migrations.js';
import type { LoadedMigration } from '../migrations/source/loaded-migration.js';
import { TENANT_RECORD_TABLES } from '../session/own-tables.js';
import type { Session } from '../session/session.js';
import { tenantDatabase } from '../session/tenant-database.js';
import { FixedSource } from './fixed-source.js';
import type { TenantConnection, TenantDependencies } from './tenant-dependencies.js';
import { TenantHistories, type TenantHistory } from './tenant-histories.js';
import type { TenantMigrating, TenantRun } from './tenant-runs.js';
import { attempt, inTurn, settled } from './tenant-work.js';
import { inKeyspace, underStateLock } from './under-state-lock.js';

export interface TenantMigrateWish {
  readonly dryRun: boolean;
  /** Seconds. */
  readonly lockWait: number;
  readonly run: TenantRun;
}

type Outcomes = readonly TenantOutcome<MigratedTenant>[];
type Pending = Exclude<TenantHistory, { kind: 'unknown' }> & { readonly selected: readonly LoadedMigration[] };

/** Applies what is pending to the keyspaces of tenants, or rolls back. */
export class TenantMigrations {
  private readonly migrations: TenantMigrating;

  constructor(
    private readonly dependencies: TenantDependencies,
    private readonly wish: TenantMigrateWish,
  ) {
    this.migrations = { ...dependencies.migrations, source: new FixedSource(dependencies.migrations.source) };
  }

  /**
   * Reads the histories of all tenants at once; those with pending migrations are migrated one after the other.
   * @throws TenantsFailedError
   */
  async run(tenants: readonly string[]): Promise<Outcomes> {
    const found = new Map<string, Pending>();
    const outcomes = await this.look(tenants, found);
    if (this.wish.dryRun || found.size === 0) return settled(tenants, outcomes);
    const others = outcomes.filter(({ keyspace }) => !found.has(keyspace));
    const pending = tenants.flatMap((name) => found.get(name) ?? []);
    return settled(tenants, [...others, ...(await this.apply(pending, others))]);
  }

  /** Notes in `found` what is pending; returns what is known of each tenant. */
  private async look(tenants: readonly string[], found: Map<string, Pending>): Promise<Outcomes> {
    const { settings, report } = this.dependencies;
    const startedAt = performance.now();
    const connection = await this.dependencies.database();
    const histories = await new TenantHistories(connection, settings, this.migrations.source).read(tenants);
    const planned = async (history: TenantHistory): Promise<MigratedTenant | undefined> => {
      const pending = await this.pendingOf(history);
      if (pending.selected.length === 0) return undefined;
      found.set(history.keyspace, pending);
      return this.dryRun(pending);
    };
    const outcomes = await Promise.all(histories.map((it) => attempt(it.keyspace, () => planned(it))));
    const unchanged = outcomes.filter(({ state }) => state === 'unchanged').length;
    const milliseconds = performance.now() - startedAt;
    report({ kind: 'tenants-compared', tenants: tenants.length, unchanged, reads: READS, milliseconds });
    return outcomes;
  }

  private async pendingOf(history: TenantHistory): Promise<Pending> {
    if (history.kind === 'unknown') throw history.error;
    const connection = await this.dependencies.database();
    const { session } = inKeyspace(connection, history.keyspace);
    return { ...history, selected: await this.select(history.history, session) };
  }

  private readonly select = (history: History, session: Session): Promise<readonly LoadedMigration[]> =>
    this.wish.run.select(this.migrations, history, session);

  private async dryRun({ keyspace, selected }: Pending): Promise<MigratedTenant> {
    const migrations: MigrationResult[] = [];
    if (this.wish.dryRun)
      for (const migration of selected)
        migrations.push(await dryRunMigration(migration, this.wish.run.direction, keyspace));
    return { migrations };
  }

  /** A tenant that had a history of its own before keeps it; the state keyspace has those of all others. */
  private async apply(pending: readonly Pending[], others: Outcomes): Promise<Outcomes> {
    const { onError } = this.dependencies.settings;
    const stops = (outcomes: Outcomes) =>
      onError === 'stop' && outcomes.some(({ state }) => state === 'failed' || state === 'not-tried');
    if (stops(others)) return pending.map(({ keyspace }) => ({ keyspace, state: 'not-tried' }));
    const shared = await this.applyShared(pending.filter(({ kind }) => kind === 'state'));
    const own = pending.filter(({ kind }) => kind === 'own');
    const kept = await inTurn(own, { onError, isOver: () => stops(shared) }, ({ keyspace }) =>
      this.connected(keyspace, async ({ database }) =>
        applied(runMigrations({ ...this.migrations, database: () => Promise.resolve(database) }, this.plan, this.wish)),
      ),
    );
    return [...shared, ...kept];
  }

  private get plan(): RunPlan {
    return { direction: this.wish.run.direction, select: this.select };
  }

  private async applyShared(pending: readonly Pending[]): Promise<Outcomes> {
    const { report } = this.dependencies;
    if (pending.length === 0) return [];
    const tenants = pending.map(({ keyspace }) => keyspace);
    const options = { tenants, tables: TENANT_RECORD_TABLES, wait: this.wish.lockWait };
    return underStateLock<MigratedTenant>(this.dependencies, options, (held, turn) =>
      inTurn(pending, turn, ({ keyspace }, position) => {
        report({ kind: 'tenant-started', keyspace, position: position + 1, tenants: tenants.length });
        return held.during(keyspace, (lease) =>
          this.connected(keyspace, (connection) => applied(this.applyHeld(connection, lease))),
        );
      }),
    );
  }

  /** The history is read again under the lock: another run may have migrated the tenant since. */
  private async applyHeld({ database }: TenantConnection, lease: Lease): Promise<readonly MigrationResult[]> {
    const tenant = tenantDatabase(database, this.dependencies.settings.stateKeyspace);
    const ddl = await tenant.openDdl();
    try {
      await ddl.awaitAgreement(lease.signal);
      const openForCopy = () => tenant.openForCopy();
      const held = {
        session: tenant.session,
        ddl: new LeasedDdl(ddl, lease),
        lease,
        runtime: tenant.runtime,
        openForCopy,
      };
      return await runLocked(this.migrations, this.plan, held);
    } finally {
      await ddl.close();
    }
  }

  private async connected<T>(keyspace: string, work: (connection: TenantConnection) => Promise<T>): Promise<T> {
    const connection = await this.dependencies.connect(keyspace);
    try {
      return await work(connection);
    } finally {
      await connection.close();
    }
  }
}

/** Two for the tables and the keyspaces, one for the tenants, three for their histories. */
const READS = 6;

async function applied(running: Promise<readonly MigrationResult[]>): Promise<MigratedTenant | undefined> {
  const migrations = await running;
  return migrations.length === 0 ? undefined : { migrations };
}
