import type { MigrationService } from '../migrations/migration-service.js';

const AGE_MS = 30_000;

/** Number of pending migrations of each connection, read every 30 seconds at most: checks come every few. */
export class PendingMigrations {
  private readonly read = new WeakMap<MigrationService, { readonly at: number; readonly count: Promise<number> }>();

  count(migrations: MigrationService): Promise<number> {
    const known = this.read.get(migrations);
    if (known && performance.now() - known.at < AGE_MS) return known.count;
    const count = migrations.pending().then((pending) => pending.length);
    this.read.set(migrations, { at: performance.now(), count });
    // A failure is not worth keeping.
    count.catch(() => this.read.delete(migrations));
    return count;
  }
}
