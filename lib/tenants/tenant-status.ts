import { withHolder } from '../core/history/reconcile.js';
import type { LockHolder } from '../core/progress/lock-holder.js';
import { describePending } from '../migrations/describe-pending.js';
import type { TenantStatus } from '../migrations/migration-tenants.js';
import { inTurns } from '../session/in-time.js';
import type { Database } from '../session/session.js';
import { FixedSource } from './fixed-source.js';
import type { TenantDependencies } from './tenant-dependencies.js';
import { TenantHistories, type TenantHistory } from './tenant-histories.js';
import { inKeyspace } from './under-state-lock.js';

/** The migrations of each tenant, with the state of each. Reads only. */
export async function readTenantStatus(
  dependencies: TenantDependencies,
  tenants: readonly string[],
): Promise<readonly TenantStatus[]> {
  const { settings, migrations } = dependencies;
  const connection = await dependencies.database();
  const source = new FixedSource(migrations.source);
  const histories = await new TenantHistories(connection, settings, source).read(tenants);
  const holders = new Holders(dependencies, connection);
  return inTurns(histories, settings.concurrency, async (found): Promise<TenantStatus> => {
    const { keyspace } = found;
    if (found.kind === 'unknown') return { keyspace, migrations: [], error: found.error };
    const { entries, statuses, unfinished } = found.history;
    const holder = unfinished.size > 0 ? await holders.of(found) : undefined;
    return { keyspace, migrations: await describePending(source, entries, withHolder(statuses, unfinished, holder)) };
  });
}

/** The holders of the locks that tenants are changed under; that of the state keyspace is asked for once. */
class Holders {
  private shared: Promise<LockHolder | undefined> | undefined;

  constructor(
    private readonly dependencies: TenantDependencies,
    private readonly connection: Database,
  ) {}

  of({ kind, keyspace }: TenantHistory): Promise<LockHolder | undefined> {
    const { lock, settings } = this.dependencies;
    if (kind === 'own') return lock(inKeyspace(this.connection, keyspace)).holder();
    this.shared ??= lock(inKeyspace(this.connection, settings.stateKeyspace)).holder();
    return this.shared;
  }
}
