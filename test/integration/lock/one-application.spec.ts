import { setTimeout as delay } from 'node:timers/promises';
import {
  Column,
  Entity,
  LockHeldError,
  Migration,
  MigrationService,
  PartitionKey,
  SchemaService,
  type MigrationContext,
} from '../../../lib/index.js';
import { withApplication } from '../../support/application.js';
import { clientOptions, createKeyspace, dropKeyspace } from '../../support/cassandra.js';
import { connected } from '../../support/connected.js';

const inside = { now: 0, most: 0, runs: 0 };

class Slow extends Migration {
  static readonly migrationName = '20260101_001_slow';

  async upgrade(context: MigrationContext): Promise<void> {
    inside.runs += 1;
    inside.now += 1;
    inside.most = Math.max(inside.most, inside.now);
    await context.execute('CREATE TABLE slow (id int PRIMARY KEY)');
    await delay(700);
    inside.now -= 1;
  }

  override async downgrade(context: MigrationContext): Promise<void> {
    await context.execute('DROP TABLE slow');
  }
}

@Entity({ name: 'things' })
class Thing {
  @PartitionKey('int') id!: number;
  @Column('text') name!: string;
}

type Settled = PromiseSettledResult<unknown>;

const codeOf = (result: Settled) => (result.status === 'fulfilled' ? 'done' : (result.reason as LockHeldError).code);
const codesOf = (results: readonly Settled[]) => results.map(codeOf).toSorted();

/** A keyspace of one test, and an application on it that has not synced yet. */
async function withServices(
  wait: number,
  work: (services: {
    readonly migrations: MigrationService;
    readonly schema: SchemaService;
    readonly rows: (cql: string) => Promise<readonly Record<string, unknown>[]>;
    readonly sister: <T>(work: (migrations: MigrationService) => Promise<T>) => Promise<T>;
  }) => Promise<void>,
): Promise<void> {
  const keyspace = await createKeyspace('one_app');
  Object.assign(inside, { now: 0, most: 0, runs: 0 });
  const options = {
    keyspace,
    lock: { wait },
    schema: { onBootstrap: 'off' as const },
    migrations: { classes: [Slow] },
  };
  try {
    await withApplication(options, [Thing], (app) =>
      connected({ ...clientOptions(), keyspace }, (client) =>
        work({
          migrations: app.get(MigrationService),
          schema: app.get(SchemaService),
          rows: async (cql) => (await client.execute(cql)).rows,
          sister: (use) => withApplication(options, [], (other) => use(other.get(MigrationService))),
        }),
      ),
    );
  } finally {
    await dropKeyspace(keyspace);
  }
}

const LOG = 'SELECT event, owner FROM "_coodie_migrations_log"';
const LOCK = 'SELECT owner FROM "_coodie_migrations_lock"';

describe('calls of one application at the same time', () => {
  it('apply and apply, without waiting: one works, the other is told that the lock is held', () =>
    withServices(0, async ({ migrations, rows }) => {
      const results = await Promise.allSettled([migrations.apply(), migrations.apply()]);
      expect(codesOf(results)).toEqual(['COODIE_LOCK_HELD', 'done']);
      expect(inside).toEqual({ now: 0, most: 1, runs: 1 });
      expect((await rows(LOG)).map(({ event }) => event)).toEqual(['applied']);
      expect(await rows(LOCK)).toEqual([]);
    }));

  it('apply and apply, with waiting: one works, the other finds nothing to do', () =>
    withServices(60, async ({ migrations, rows }) => {
      const results = await Promise.all([migrations.apply(), migrations.apply()]);
      expect(results.flat()).toHaveLength(1);
      expect(inside).toEqual({ now: 0, most: 1, runs: 1 });
      expect((await rows(LOG)).map(({ event }) => event)).toEqual(['applied']);
      expect(await rows(LOCK)).toEqual([]);
    }));

  it('apply in two applications of one process, and sync beside them, queue', () =>
    withServices(60, async ({ migrations, schema, sister, rows }) => {
      await Promise.all([migrations.apply(), schema.sync(), sister((other) => other.apply())]);
      expect(inside).toEqual({ now: 0, most: 1, runs: 1 });
      expect((await rows(LOG)).map(({ event }) => event)).toEqual(['applied']);
      expect(await rows('SELECT * FROM things')).toEqual([]);
      expect(await rows(LOCK)).toEqual([]);
    }));

  it('sync beside apply, without waiting, does nothing while apply works', () =>
    withServices(0, async ({ migrations, schema }) => {
      const applying = migrations.apply();
      while (inside.now === 0) await delay(5);
      await expect(schema.sync()).rejects.toThrow(LockHeldError);
      await expect(applying).resolves.toHaveLength(1);
      await expect(schema.sync()).resolves.not.toEqual([]);
    }));

  it('the first one to end leaves the lock of the next, and the log names the holder of each', () =>
    withServices(60, async ({ migrations, rows }) => {
      await migrations.apply();
      const owners: unknown[] = [];
      const watch = new AbortController();
      const watching = (async () => {
        while (!watch.signal.aborted) {
          owners.push(...(await rows(LOCK)).map(({ owner }) => owner));
          await delay(10);
        }
      })();
      await migrations.rollback();
      await Promise.all([migrations.apply(), migrations.rollback(), migrations.apply()]);
      watch.abort();
      await watching;
      const logged = (await rows(LOG)).map(({ event, owner }) => ({ event, owner }));
      expect(new Set(logged.map(({ owner }) => owner)).size).toBe(logged.length);
      expect(logged.slice(1).filter(({ owner }) => !owners.includes(owner))).toEqual([]);
      expect(inside.most).toBe(1);
    }));

  it('apply, rollback, repair and baseline at once: each event is in the log once, and all in one order', () =>
    withServices(60, async ({ migrations, rows }) => {
      const results = await Promise.allSettled([
        migrations.apply(),
        migrations.rollback(),
        migrations.repair({ action: 'accept', migration: Slow.migrationName }),
        migrations.baseline({ target: Slow.migrationName }),
      ]);
      expect(codesOf(results)).not.toContain('COODIE_LOCK_HELD');
      expect(inside.most).toBeLessThanOrEqual(1);
      const events = (await rows(LOG)).map(({ event }) => event);
      const done = results.filter(({ status }) => status === 'fulfilled').length;
      expect(events.length).toBeGreaterThan(0);
      expect(events.length).toBeLessThanOrEqual(done);
      expect(await rows(LOCK)).toEqual([]);
    }));
});
