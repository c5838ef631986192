import {
  Backfill,
  BackfillNotRunningError,
  BackfillNotVerifiedError,
  BackfillRefusedError,
  type BackfillService,
  LockHeldError,
  type MigrationService,
  type BackfillDefinition,
  type CopyDefinition,
  type Row,
} from '../../../lib/index.js';
import { forgetBackfills, until, withServices } from '../../support/background-backfills.js';
import { useKeyspace } from '../../support/cassandra.js';
import { useMigrationsDirectory } from '../../support/migrations-directory.js';

const ROWS = 200;

/** What happens when `row` is called, for each test. */
const calls: { count: number; before: () => Promise<unknown>; limit: number | undefined } = {
  count: 0,
  before: async () => {},
  limit: undefined,
};
const firstNameOf = ({ id, name }: Row) => ({
  cql: 'UPDATE users SET first = ? WHERE id = ?',
  params: [String(name).split(' ')[0], id],
});

@Backfill('split')
class SplitNames implements BackfillDefinition {
  table = 'users';
  columns = ['name'];
  ranges = 16;

  get rate(): number | undefined {
    return calls.limit;
  }

  async row(row: Row) {
    calls.count += 1;
    await calls.before();
    return firstNameOf(row);
  }
}

/** Its only page is read before its row is handed over. */
@Backfill('lone')
class Lone implements BackfillDefinition {
  table = 'lone';
  columns = ['name'];
  ranges = 1;

  async row({ id, name }: Row) {
    await calls.before();
    return { cql: 'UPDATE lone SET first = ? WHERE id = ?', params: [String(name).split(' ')[0], id] };
  }
}

@Backfill('expiring')
class Expiring implements BackfillDefinition {
  table = 'users';
  columns = ['name'];
  row = ({ id, name }: Row) => ({
    cql: 'UPDATE users USING TTL 600 SET first = ? WHERE id = ?',
    params: [String(name).split(' ')[0], id],
  });
}

@Backfill('copy')
class CopyNotes implements CopyDefinition {
  from = 'notes';
  to = 'notes_v2';
  ranges = 16;
}

@Backfill('keeping')
class KeepingTimes implements CopyDefinition {
  from = 'notes';
  to = 'notes_v2';
  preserve = 'ttl' as const;
}

const PROVIDERS = [SplitNames, Lone, Expiring, CopyNotes, KeepingTimes];

const START = `export default class {
  async upgrade(ctx) { await ctx.backfill({ name: 'split', background: true }); }
  async downgrade() {}
}`;
const REQUIRE = `export default class {
  async upgrade(ctx) { await ctx.requireBackfill('split'); await ctx.execute('CREATE TABLE IF NOT EXISTS later (id int PRIMARY KEY)'); }
  async downgrade() {}
}`;

describe('a backfill whose rows something else has written', () => {
  const keyspace = useKeyspace('closed');
  const directory = useMigrationsDirectory();
  const run = async (cql: string, params: readonly unknown[] = []) =>
    (await keyspace.client.execute(cql, [...params], { prepare: true, fetchSize: 1_000 })).rows;
  const withBackfills = <T>(work: (backfills: BackfillService, migrations: MigrationService) => Promise<T>) =>
    withServices({ name: keyspace.name, path: directory.path }, PROVIDERS, ({ backfills, migrations }) =>
      work(backfills, migrations),
    );
  const failure = (work: Promise<unknown>) => work.then(() => undefined).catch((error: unknown) => error as Error);
  /** As a job of Spark would. */
  const writeAll = () =>
    Promise.all(
      Array.from({ length: ROWS }, (_, id) => run('UPDATE users SET first = ? WHERE id = ?', [`n${id}`, id])),
    );
  const withCall = async (before: () => Promise<unknown>, work: () => Promise<unknown>) => {
    let isFirst = true;
    calls.before = async () => {
      if (!isFirst) return;
      isFirst = false;
      await before();
    };
    await work().finally(() => (calls.before = async () => {}));
    expect(isFirst).toBe(false);
  };

  beforeAll(async () => {
    await run('CREATE TABLE users (id int PRIMARY KEY, name text, first text)');
    for (const table of ['notes', 'notes_v2'])
      await run(`CREATE TABLE ${table} (id int, at int, total int static, note text, PRIMARY KEY (id, at))`);
    directory.write('20260101_001_start.ts', START);
    directory.write('20260101_002_require.ts', REQUIRE);
  });
  beforeEach(async () => {
    Object.assign(calls, { count: 0, limit: undefined, before: async () => {} });
    await forgetBackfills(keyspace);
    await run('TRUNCATE users');
    for (const table of ['notes', 'notes_v2']) await run(`TRUNCATE ${table}`);
    await run('TRUNCATE "_coodie_migrations"').catch(() => undefined);
    const ids = Array.from({ length: ROWS }, (_, id) => id);
    await Promise.all(ids.map((id) => run('INSERT INTO users (id, name) VALUES (?, ?)', [id, `n${id} x`])));
  });

  it('is finished by its verification although it was never started: a run has nothing to do', async () => {
    await writeAll();
    await withBackfills(async (backfills) => {
      expect(await backfills.verify('split')).toMatchObject({ outcome: 'equal', state: undefined });
      expect(await backfills.list()).toEqual([]);
      expect(await backfills.verify('split', { finish: true })).toMatchObject({ outcome: 'equal', state: 'finished' });
      expect(await backfills.status('split')).toMatchObject({
        state: 'finished',
        share: 1,
        rows: ROWS,
        dead: 0,
        background: true,
        table: 'users',
        ranges: { total: 1, done: 1 },
        finishedAt: expect.any(Date) as Date,
      });
      calls.count = 0;
      expect(await backfills.run('split')).toMatchObject({ state: 'finished', rows: ROWS });
      expect(await backfills.retryDead('split')).toBe(0);
      expect(calls.count).toBe(0);
      expect(await backfills.verify('split', { finish: true })).toMatchObject({ state: 'finished' });
      expect(await backfills.run('split', { restart: true })).toMatchObject({ state: 'finished', rows: ROWS });
      expect(calls.count).toBeGreaterThanOrEqual(ROWS);
    });
  });

  it('lets the migration that requires it go on, where another one has started it', async () => {
    await withBackfills(async (backfills, migrations) => {
      expect(await failure(migrations.apply())).toMatchObject({ code: 'COODIE_BACKFILL_UNFINISHED' });
      const open = await backfills.verify('split', { finish: true });
      expect(open).toMatchObject({ outcome: 'different', differing: ROWS, state: 'running' });
      expect(await backfills.status('split')).toMatchObject({ state: 'running', share: 0 });
      await writeAll();
      expect(await backfills.verify('split', { finish: true })).toMatchObject({ outcome: 'equal', state: 'finished' });
      const finished = { state: 'finished', share: 1, rows: ROWS, migration: '20260101_001_start' };
      expect(await backfills.status('split')).toMatchObject(finished);
      expect((await migrations.apply()).map(({ name }) => name)).toEqual(['20260101_002_require']);
    });
  });

  it('is finished where it was paused half-way with dead rows that are there now', async () => {
    await withBackfills(async (backfills) => {
      let rows = 0;
      calls.before = async () => {
        rows += 1;
        if (rows > 50) throw new Error('bad row');
      };
      await backfills.start('split');
      expect(await failure(backfills.run('split'))).toMatchObject({ code: 'COODIE_BACKFILL_STOPPED' });
      calls.before = async () => {};
      const paused = await backfills.status('split');
      expect(paused).toMatchObject({ state: 'paused' });
      expect(paused.share).toBeLessThan(1);
      const dead =
        'INSERT INTO "_coodie_backfill_dead" (name, run, row_key, position, error, cql) VALUES (?, ?, ?, ?, ?, ?)';
      const [record] = await run(`SELECT run FROM "_coodie_backfills" WHERE name = 'split'`);
      await run(dead, ['split', record?.['run'], 'id = 1', 0, 'bad row', '']);
      // The run was at work a moment ago: its last sign is made older.
      const ranges = await run('SELECT name, run, position FROM "_coodie_backfill_ranges"');
      const aged = 'UPDATE "_coodie_backfill_ranges" SET seen_at = 1 WHERE name = ? AND run = ? AND position = ?';
      for (const { name, run: of, position } of ranges) await run(aged, [name, of, position]);
      await writeAll();
      expect(await backfills.verify('split', { finish: true })).toMatchObject({ state: 'finished' });
      const finished = { state: 'finished', reason: undefined, share: 1, dead: 0, ranges: { total: 16, done: 16 } };
      expect(await backfills.status('split')).toMatchObject(finished);
    });
  });

  it('is not finished where a row differs, or a statement cannot be checked', async () => {
    await writeAll();
    await withBackfills(async (backfills) => {
      const unclear = await backfills.verify('expiring', { finish: true });
      expect(unclear).toMatchObject({ outcome: 'unclear', state: undefined });
      await run("UPDATE users SET first = 'other' WHERE id = 7");
      const different = await backfills.verify('split', { finish: true });
      expect(different).toMatchObject({ outcome: 'different', differing: 1, state: undefined });
      expect(await backfills.list()).toEqual([]);
    });
  });

  it('is finished by the values of a copy, and not by the number of its rows; static values count as well', async () => {
    await run("INSERT INTO notes (id, at, total, note) VALUES (1, 1, 5, 'a')");
    await run('INSERT INTO notes (id, total) VALUES (2, 6)');
    await run("INSERT INTO notes_v2 (id, at, total, note) VALUES (1, 1, 5, 'b')");
    await withBackfills(async (backfills) => {
      const differenceOf = async () => {
        const { outcome, compared, examples } = await backfills.verify('copy', { finish: true });
        return [outcome, compared, ...examples.map(({ key, problem }) => `${key} ${problem}`).toSorted()];
      };
      const noStatics = 'id = 2, at = null is missing';
      expect(await differenceOf()).toEqual(['different', 'hash', 'id = 1, at = 1 has other values', noStatics]);
      await run("UPDATE notes_v2 SET note = 'a' WHERE id = 1 AND at = 1");
      expect(await differenceOf()).toEqual(['different', 'hash', noStatics]);
      await run('INSERT INTO notes_v2 (id, total) VALUES (2, 7)');
      expect(await differenceOf()).toEqual(['different', 'hash', 'id = 2, at = null has other values']);
      await run('INSERT INTO notes_v2 (id, total) VALUES (2, 6)');
      await run('INSERT INTO notes_v2 (id, total) VALUES (3, 7)');
      expect(await differenceOf()).toEqual(['different', 'hash', 'id = 3, at = null has no row in notes']);
      await run('DELETE FROM notes_v2 WHERE id = 3');
      expect(await differenceOf()).toEqual(['equal', 'hash']);
      expect(await backfills.status('copy')).toMatchObject({ state: 'finished', rows: 2 });
    });
  });

  it('is refused while a process works on it, once it is cancelled, and for a copy that keeps times', async () => {
    await withBackfills(async (backfills) => {
      calls.limit = 20;
      await backfills.start('split');
      const stop = new AbortController();
      const ran = failure(backfills.run('split', { signal: stop.signal }));
      await until(async () => (await backfills.status('split')).workers > 0);
      expect(await failure(backfills.verify('split', { finish: true }))).toBeInstanceOf(LockHeldError);
      stop.abort(new Error('enough'));
      await ran;
      await writeAll();
      const justNow = await failure(backfills.verify('split', { finish: true }));
      expect(justNow).toBeInstanceOf(BackfillRefusedError);
      expect(justNow?.message).toContain('a process was at work on it in the last 15 s');
      await backfills.cancel('split');
      expect(await failure(backfills.verify('split', { finish: true }))).toMatchObject({ state: 'cancelled' });
      const keeping = await failure(backfills.verify('keeping', { finish: true }));
      expect(keeping?.message).toContain("not the times that preserve: 'ttl' keeps");
    });
  });

  it('is not finished where it is begun anew or cancelled while its rows are compared', async () => {
    await writeAll();
    await withBackfills(async (backfills) => {
      await backfills.start('split');
      const finish = () => failure(backfills.verify('split', { finish: true }));
      await withCall(
        () => backfills.start('split', { restart: true }),
        async () => expect(await finish()).toMatchObject({ state: 'begun anew' }),
      );
      await withCall(
        () => backfills.cancel('split'),
        async () => expect(await finish()).toBeInstanceOf(BackfillNotRunningError),
      );
      expect(await backfills.status('split')).toMatchObject({ state: 'cancelled' });
    });
  });

  it('is not finished where its table is created anew while its rows are compared', async () => {
    const create = async () => {
      await run('DROP TABLE IF EXISTS lone');
      await run('CREATE TABLE lone (id int PRIMARY KEY, name text, first text)');
      await run("INSERT INTO lone (id, name, first) VALUES (1, 'n x', 'n')");
    };
    await create();
    await withBackfills(async (backfills) => {
      await withCall(create, async () => {
        const refused = await failure(backfills.verify('lone', { finish: true }));
        expect(refused).toBeInstanceOf(BackfillNotVerifiedError);
        expect(refused?.message).toContain('a table has changed while the rows were compared');
      });
      expect(await backfills.list()).toEqual([]);
      expect(await backfills.verify('lone', { finish: true })).toMatchObject({ outcome: 'equal', state: 'finished' });
    });
  });
});
