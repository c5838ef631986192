import { setTimeout as delay } from 'node:timers/promises';
import {
  Backfill,
  BackfillNotRunningError,
  BackfillRefusedError,
  type BackfillService,
  BackfillStoppedError,
  BackfillUnfinishedError,
  BackfillUnknownError,
  LockHeldError,
  type BackfillDefinition,
  type BackfillStatus,
  type Row,
} from '../../../lib/index.js';
import { withServices, type BackfillServices } from '../../support/background-backfills.js';
import { useKeyspace } from '../../support/cassandra.js';
import { countingLooks } from '../../support/client-requests.js';
import { useMigrationsDirectory } from '../../support/migrations-directory.js';

/** Options of the backfill under test, for each test. */
interface Settings {
  rate: number | undefined;
  deadRows: number;
  bad: (id: number) => boolean;
  refused: (id: number) => boolean;
}

const HARMLESS = { rate: undefined, deadRows: 0, bad: () => false, refused: () => false };
const settings: Settings = { ...HARMLESS };

@Backfill('split')
class SplitNames implements BackfillDefinition {
  table = 'users';
  columns = ['name'];
  ranges = 16;
  pageSize = 50;

  get rate(): number | undefined {
    return settings.rate;
  }

  get deadRows(): number {
    return settings.deadRows;
  }

  row({ id, name }: Row) {
    if (settings.bad(Number(id))) throw new Error(`bad row ${String(id)}`);
    if (settings.refused(Number(id)))
      return { cql: 'UPDATE users SET first = textAsBlob(?) WHERE id = ?', params: ['x', id] };
    return { cql: 'UPDATE users SET first = ? WHERE id = ?', params: [String(name).split(' ')[0], id] };
  }
}

/** The same by its name, and another by its source. */
@Backfill('split')
class SplitOtherwise implements BackfillDefinition {
  table = 'users';
  columns = ['name'];
  ranges = 16;

  row({ id, name }: Row) {
    return { cql: 'UPDATE users SET first = ? WHERE id = ?', params: [`other ${String(name)}`, id] };
  }
}

const START = `export default class {
  async upgrade(ctx) { await ctx.backfill({ name: 'split', background: true }); }
  async downgrade() {}
}`;
const REQUIRE = `export default class {
  async upgrade(ctx) { await ctx.requireBackfill('split'); await ctx.execute('ALTER TABLE users ADD IF NOT EXISTS later int'); }
  async downgrade() {}
}`;

describe('a backfill in the background', () => {
  const keyspace = useKeyspace('background');
  const directory = useMigrationsDirectory();
  const run = (cql: string, params: readonly unknown[] = []) =>
    keyspace.client.execute(cql, [...params], { prepare: true });
  const rowsOf = async (query: string) => (await keyspace.client.execute(query, [], { fetchSize: 30_000 })).rows;
  const fill = async (count: number) => {
    for (let id = 0; id < count; id += 1) await run('INSERT INTO users (id, name) VALUES (?, ?)', [id, `n${id} x`]);
  };
  const withBackfills = <T>(
    work: (services: BackfillServices) => Promise<T>,
    definition: new () => BackfillDefinition = SplitNames,
  ) => withServices({ name: keyspace.name, path: directory.path }, [definition], work);
  const until = async (
    backfills: BackfillService,
    isSo: (status: BackfillStatus) => boolean,
  ): Promise<BackfillStatus> => {
    for (;;) {
      const status = await backfills.status('split').catch(() => undefined);
      if (status && isSo(status)) return status;
      await delay(100);
    }
  };
  const wrong = async () =>
    (await rowsOf('SELECT id, first FROM users'))
      .filter(({ id, first }) => first !== `n${id}`)
      .map(({ id }) => Number(id));

  beforeAll(() => {
    directory.write('20260101_001_start.ts', START);
    directory.write('20260101_002_require.ts', REQUIRE);
  });
  beforeEach(async () => {
    Object.assign(settings, HARMLESS);
    for (const { table_name: table } of await rowsOf(
      `SELECT table_name FROM system_schema.tables WHERE keyspace_name = '${keyspace.name}'`,
    ))
      if (String(table) !== 'users') await run(`TRUNCATE "${String(table)}"`);
    await run('DROP TABLE IF EXISTS users');
    await run('CREATE TABLE users (id int PRIMARY KEY, name text, first text)');
  });

  it('is started by a migration, holds up the one that requires it, and is finished by a run', async () => {
    await fill(300);
    await withBackfills(async ({ backfills, migrations }) => {
      const refused: unknown = await migrations.apply().catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(BackfillUnfinishedError);
      expect((refused as Error).message).toBe('Backfill split is not finished: running, 0 %.');
      expect((await migrations.status()).map(({ state }) => state)).toEqual(['applied', 'pending']);
      expect(await backfills.status('split')).toMatchObject({ state: 'running', share: 0, rows: 0, workers: 0 });
      const finished = await backfills.run('split');
      expect(finished).toMatchObject({
        state: 'finished',
        share: 1,
        rows: 300,
        dead: 0,
        migration: '20260101_001_start',
      });
      expect(await wrong()).toEqual([]);
      expect((await migrations.apply()).map(({ name }) => name)).toEqual(['20260101_002_require']);
      expect(await backfills.run('split')).toMatchObject({ state: 'finished', rows: 300 });
      expect(await backfills.list()).toHaveLength(1);
    });
  });

  it('lets others migrate while it runs, and refuses a second run by its lease', async () => {
    await fill(200);
    settings.rate = 50;
    directory.write('20260101_003_other.cql', 'CREATE TABLE IF NOT EXISTS others (id int PRIMARY KEY);');
    await withBackfills(async ({ backfills, migrations }) => {
      await migrations.apply({ target: '20260101_001' });
      const ran = backfills.run('split');
      await until(backfills, ({ workers }) => workers > 0);
      const second: unknown = await withBackfills((other) => other.backfills.run('split')).catch(
        (error: unknown) => error,
      );
      expect(second).toBeInstanceOf(LockHeldError);
      expect((second as Error).message).toContain('the lock of backfill split');
      directory.remove('20260101_002_require.ts');
      expect((await migrations.apply()).map(({ name }) => name)).toEqual(['20260101_003_other']);
      expect((await backfills.status('split')).state).toBe('running');
      await backfills.resume('split', { rate: 0 });
      expect(await ran).toMatchObject({ state: 'finished' });
      expect(await wrong()).toEqual([]);
    });
    directory.remove('20260101_003_other.cql');
    directory.write('20260101_002_require.ts', REQUIRE);
  });

  it('is paused, made faster and resumed by another process, each noticed by the second look at its state', async () => {
    await fill(1_500);
    settings.rate = 100;
    const writtenRows = async () =>
      (await rowsOf('SELECT first FROM users')).filter(({ first }) => first !== null).length;
    await withBackfills(async ({ backfills, migrations }) => {
      await migrations.apply({ target: '20260101_001' });
      const ran = backfills.run('split');
      await until(backfills, ({ rows }) => rows > 0);
      await withBackfills((other) =>
        countingLooks(async (looks) => {
          await other.backfills.pause('split', 'the servers are busy');
          await looks(2);
          const before = await writtenRows();
          await looks(1);
          expect(await writtenRows()).toBe(before);
          expect(before).toBeLessThan(1_500);
          const paused = { state: 'paused', reason: 'the servers are busy' };
          expect(await other.backfills.status('split')).toMatchObject(paused);
          await other.backfills.resume('split', { rate: 0, concurrency: 8 });
          await Promise.race([looks(2), ran]);
          expect(await writtenRows()).toBeGreaterThan(before);
        }),
      );
      expect(await ran).toMatchObject({ state: 'finished', concurrency: 8, rate: undefined });
      expect(await wrong()).toEqual([]);
    });
  });

  it('repeats few rows after its run was asked to stop', async () => {
    await fill(1_000);
    settings.rate = 400;
    let calls = 0;
    settings.bad = () => {
      calls += 1;
      return false;
    };
    await withBackfills(async ({ backfills, migrations }) => {
      await migrations.apply({ target: '20260101_001' });
      const stopping = new AbortController();
      const ran: Promise<unknown> = backfills
        .run('split', { signal: stopping.signal })
        .catch((error: unknown) => error);
      await until(backfills, ({ rows }) => rows > 100);
      stopping.abort(new Error('enough'));
      expect(await ran).toMatchObject({ message: 'enough' });
      const first = calls;
      expect(first).toBeLessThan(1_000);
      expect(await backfills.status('split')).toMatchObject({ state: 'running' });
      await backfills.resume('split', { rate: 0 });
      await backfills.run('split');
      expect(await wrong()).toEqual([]);
      expect(calls).toBeGreaterThanOrEqual(1_000);
      expect(calls).toBeLessThan(1_050);
    });
  });

  it('is ended for good by cancel, and begun anew by restart', async () => {
    await fill(400);
    settings.rate = 50;
    await withBackfills(async ({ backfills, migrations }) => {
      await migrations.apply({ target: '20260101_001' });
      const ran: Promise<unknown> = backfills.run('split').catch((error: unknown) => error);
      await until(backfills, ({ workers }) => workers > 0);
      await backfills.cancel('split');
      expect(await ran).toMatchObject({ code: 'COODIE_BACKFILL_NOT_RUNNING', state: 'cancelled' });
      await expect(backfills.resume('split')).rejects.toThrow(BackfillNotRunningError);
      await expect(backfills.run('split')).rejects.toThrow(/is cancelled/);
      settings.rate = undefined;
      expect(await backfills.run('split', { restart: true })).toMatchObject({ state: 'finished' });
    });
  });

  it('stops at one dead row too many, keeps the reason, and writes the dead rows when they are retried', async () => {
    await fill(300);
    settings.bad = (id) => [3, 4, 5].includes(id);
    settings.deadRows = 2;
    await withBackfills(async ({ backfills, migrations }) => {
      await migrations.apply({ target: '20260101_001' });
      await expect(backfills.run('split')).rejects.toThrow(BackfillStoppedError);
      const paused = await backfills.status('split');
      expect(paused).toMatchObject({ state: 'paused', dead: 2 });
      expect(paused.reason).toMatch(/the row id = [345] could not be written: bad row/);
      settings.deadRows = 5;
      await backfills.resume('split');
      expect(await backfills.run('split')).toMatchObject({ state: 'finished', dead: 3 });
      expect((await backfills.dead('split')).map(({ key }) => key)).toEqual(['id = 3', 'id = 4', 'id = 5']);
      expect((await wrong()).toSorted((a, b) => a - b)).toEqual([3, 4, 5]);
      settings.bad = (id) => id === 4;
      await run('DELETE FROM users WHERE id = 3');
      expect(await backfills.retryDead('split')).toBe(2);
      expect((await backfills.dead('split')).map(({ key }) => key)).toEqual(['id = 4']);
      expect(await wrong()).toEqual([4]);
    });
  });

  it('is paused with the reason where the table is not what it was', async () => {
    await fill(400);
    settings.rate = 100;
    await withBackfills(async ({ backfills, migrations }) => {
      await migrations.apply({ target: '20260101_001' });
      const ran: Promise<unknown> = backfills.run('split').catch((error: unknown) => error);
      await until(backfills, ({ rows }) => rows > 0);
      await run('DROP TABLE users');
      await run('CREATE TABLE users (id int PRIMARY KEY, name text, first text)');
      await fill(400);
      expect(await ran).toBeInstanceOf(BackfillStoppedError);
      expect((await backfills.status('split')).reason).toMatch(/dropped and created anew/);
      await expect(backfills.run('split')).rejects.toThrow(/dropped and created anew/);
      settings.rate = undefined;
      expect(await backfills.run('split', { restart: true })).toMatchObject({ state: 'finished', rows: 400 });
      expect(await wrong()).toEqual([]);
    });
  });

  it('is paused with the reason where a column got another type, and buries no row for it', async () => {
    await fill(400);
    settings.rate = 100;
    settings.deadRows = 1_000;
    await withBackfills(async ({ backfills, migrations }) => {
      await migrations.apply({ target: '20260101_001' });
      const ran: Promise<unknown> = backfills.run('split').catch((error: unknown) => error);
      await until(backfills, ({ rows }) => rows > 0);
      await run('ALTER TABLE users DROP name');
      await run('ALTER TABLE users ADD name blob').catch(() => run('ALTER TABLE users ADD name2 int'));
      expect(await ran).toMatchObject({ code: 'COODIE_BACKFILL_STOPPED' });
      expect(await backfills.status('split')).toMatchObject({ state: 'paused', dead: 0 });
      expect((await backfills.status('split')).reason).toMatch(/name was text and is (?:gone|blob)/);
    });
  });

  it('is not robbed of what it reads by another migration, until it is finished or cancelled', async () => {
    await fill(50);
    settings.bad = () => true;
    const drop = `export default class {
      allowDestructive = true;
      async upgrade(ctx) { await ctx.execute('ALTER TABLE users DROP name'); }
    }`;
    directory.remove('20260101_002_require.ts');
    directory.write('20260101_003_drop.ts', drop);
    await withBackfills(async ({ backfills, migrations }) => {
      await migrations.apply({ target: '20260101_001' });
      await expect(backfills.run('split')).rejects.toThrow(BackfillStoppedError);
      const refused: unknown = await migrations.apply().catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(BackfillUnfinishedError);
      expect((refused as Error).message).toContain('ALTER TABLE users DROP name would take away what it reads.');
      expect((await migrations.status()).map(({ state }) => state)).toEqual(['applied', 'pending']);
      await backfills.cancel('split');
      expect((await migrations.apply()).map(({ name }) => name)).toEqual(['20260101_003_drop']);
    });
    directory.remove('20260101_003_drop.ts');
    directory.write('20260101_002_require.ts', REQUIRE);
  });

  it.each([
    [5, 'finished'],
    [4, 'paused'],
  ])(
    'with three rows that throw and two that the server refuses, and %d dead rows allowed, is %s',
    async (limit, state) => {
      await fill(1_000);
      settings.deadRows = limit;
      settings.bad = (id) => [3, 400, 999].includes(id);
      settings.refused = (id) => [5, 500].includes(id);
      await withBackfills(async ({ backfills, migrations }) => {
        await migrations.apply({ target: '20260101_001' });
        await backfills.run('split').catch(() => undefined);
        expect(await backfills.status('split')).toMatchObject({ state, dead: limit });
        const dead = await backfills.dead('split');
        expect(dead.filter(({ cql }) => cql !== '').map(({ error }) => error)).toEqual(
          dead
            .filter(({ key }) => ['id = 5', 'id = 500'].includes(key))
            .map(() => expect.stringContaining('blob') as string),
        );
        const unwritten = (await wrong()).length;
        expect(unwritten).toBeGreaterThanOrEqual(5);
        expect(state === 'paused' || unwritten === 5).toBe(true);
      });
    },
  );

  it('loses against what the application writes and deletes while it runs', async () => {
    await fill(600);
    // Half a minute in all: the application is ready long before that.
    settings.rate = 20;
    await withBackfills(async ({ backfills, migrations }) => {
      await migrations.apply({ target: '20260101_001' });
      const ran = backfills.run('split');
      await until(backfills, ({ workers }) => workers > 0);
      for (let id = 0; id < 600; id += 3) {
        await run('UPDATE users SET first = ? WHERE id = ?', [`own ${id}`, id]);
        await run('DELETE FROM users WHERE id = ?', [id + 1]);
      }
      expect((await backfills.status('split')).state).toBe('running');
      await backfills.resume('split', { rate: 0 });
      await ran;
      const found = new Map(
        (await rowsOf('SELECT id, first FROM users')).map(({ id, first }) => [Number(id), String(first)]),
      );
      expect([...found].filter(([id, first]) => first !== (id % 3 === 0 ? `own ${id}` : `n${id}`))).toEqual([]);
      expect(found.size).toBe(400);
    });
  });

  it('is refused where its source has changed, unless that is accepted', async () => {
    await fill(300);
    settings.bad = (id) => id === 7;
    const begun = await withBackfills(async ({ backfills, migrations }) => {
      await migrations.apply({ target: '20260101_001' });
      await expect(backfills.run('split')).rejects.toThrow(/bad row 7/);
      return backfills.resume('split');
    });
    expect(begun.share).toBeLessThan(1);
    await withBackfills(async ({ backfills }) => {
      await expect(backfills.run('split')).rejects.toThrow(/its source has changed since it began/);
      expect(await backfills.run('split', { acceptChange: true })).toMatchObject({ state: 'finished' });
      const found = await rowsOf('SELECT id, first FROM users');
      expect(found.find(({ id }) => id === 7)).toMatchObject({ first: 'other n7 x' });
      await backfills.run('split', { restart: true });
      expect(
        (await rowsOf('SELECT id, first FROM users')).filter(({ id, first }) => first !== `other n${id} x`),
      ).toEqual([]);
    }, SplitOtherwise);
  });

  it('is refused once the tombstones of its start may be gone', async () => {
    await fill(50);
    await run('ALTER TABLE users WITH gc_grace_seconds = 1');
    settings.bad = () => true;
    await withBackfills(async ({ backfills, migrations }) => {
      await migrations.apply({ target: '20260101_001' });
      await expect(backfills.run('split')).rejects.toThrow(BackfillStoppedError);
      await delay(1_500);
      settings.bad = () => false;
      await backfills.resume('split');
      await expect(backfills.run('split')).rejects.toThrow(BackfillRefusedError);
      await expect(backfills.run('split')).rejects.toThrow(/keeps tombstones for 1 s/);
      expect(await backfills.run('split', { restart: true })).toMatchObject({ state: 'finished', rows: 50 });
    });
  });

  it.each<[string, (backfills: BackfillService) => Promise<unknown>]>([
    ['status', (backfills) => backfills.status('split')],
    ['pause', (backfills) => backfills.pause('split')],
    ['run', (backfills) => backfills.run('split')],
    ['run of another name', (backfills) => backfills.run('splat')],
  ])('is unknown until it is started, for %s', async (_, ask) => {
    await withBackfills(({ backfills }) => expect(ask(backfills)).rejects.toThrow(BackfillUnknownError));
  });

  it('is refused by a migration whose name for it nobody defines', async () => {
    directory.write('20260101_001_start.ts', START.replace('split', 'splat'));
    await withBackfills(({ migrations }) =>
      expect(migrations.apply({ target: '20260101_001' })).rejects.toThrow(
        /no provider has @Backfill\('splat'\), and there is no file backfills\/splat.ts/,
      ),
    );
    directory.write('20260101_001_start.ts', START);
  });

  it('is started without a migration', async () => {
    await fill(20);
    await withBackfills(async ({ backfills }) => {
      expect(await backfills.start('split')).toMatchObject({ state: 'running', ranges: { total: 16, done: 0 } });
      expect(await backfills.run('split')).toMatchObject({ state: 'finished', rows: 20, migration: undefined });
    });
  });
});
