import { errors, types, type Client } from 'cassandra-driver';
import {
  Backfill,
  BackfillNotVerifiedError,
  BackfillRefusedError,
  type BackfillService,
  BackfillUnknownError,
  type MigrationService,
  type BackfillDefinition,
  type CopyDefinition,
  type Row,
} from '../../../lib/index.js';
import { withServices } from '../../support/background-backfills.js';
import { useKeyspace } from '../../support/cassandra.js';
import { throughRequests } from '../../support/client-requests.js';
import { useMigrationsDirectory } from '../../support/migrations-directory.js';

const ROWS = 400;

/** What `row` returns, for each test. */
const writes: { of: BackfillDefinition['row'] } = { of: () => undefined };

@Backfill('split')
class SplitNames implements BackfillDefinition {
  table = 'users';
  columns = ['name'];
  ranges = 16;
  concurrency = 64;

  row(row: Row) {
    return writes.of(row);
  }
}

@Backfill('users-v2')
class CopyUsers implements CopyDefinition {
  from = 'users';
  to = 'users_v2';
  map = { full_name: 'name' };
  ranges = 16;
}

@Backfill('users-by-name')
class CopyByName implements CopyDefinition {
  from = 'users';
  to = 'users_by_name';
  ranges = 16;
}

@Backfill('nowhere')
class CopyNowhere implements CopyDefinition {
  from = 'users';
  to = 'users_v3';
}

const PROVIDERS = [SplitNames, CopyUsers, CopyByName, CopyNowhere];

const FOREGROUND = `export default class {
  async upgrade(ctx) { await ctx.copyTable({ name: 'inline', from: 'users', to: 'users_v2', map: { full_name: 'name' } }); }
  async downgrade() {}
}`;
const START = `export default class {
  async upgrade(ctx) { await ctx.backfill({ name: 'users-v2', background: true }); }
  async downgrade() {}
}`;

describe('the verification of a backfill', () => {
  const keyspace = useKeyspace('verified');
  const directory = useMigrationsDirectory();
  const run = async (cql: string, params: readonly unknown[] = []) =>
    (await keyspace.client.execute(cql, [...params], { prepare: true })).rows;
  const withBackfills = <T>(work: (backfills: BackfillService, migrations: MigrationService) => Promise<T>) =>
    withServices({ name: keyspace.name, path: directory.path }, PROVIDERS, ({ backfills, migrations }) =>
      work(backfills, migrations),
    );

  beforeAll(async () => {
    await run('CREATE TABLE users (id int PRIMARY KEY, name text, tags map<timestamp, int>, at timestamp)');
    await run('CREATE TABLE users_v2 (id int PRIMARY KEY, full_name text, tags map<timestamp, int>, at timestamp)');
    await run('CREATE TABLE users_by_name (name text, id int, at timestamp, PRIMARY KEY (name, id))');
    await run('CREATE TABLE names (name text, id int, first text, n bigint, words set<text>, PRIMARY KEY (name, id))');
    const ids = Array.from({ length: ROWS }, (_, id) => id);
    const insert = 'INSERT INTO users (id, name, tags, at) VALUES (?, ?, {0: 1, 1: 2}, ?)';
    await Promise.all(ids.map((id) => run(insert, [id, `n${id} x`, id % 2 ? new Date(id) : null])));
  });
  beforeEach(async () => {
    for (const table of ['users_v2', 'users_by_name', 'names']) await run(`TRUNCATE ${table}`);
  });

  it('compares the tables of a copy that ran in the background, by their rows and by their values', async () => {
    directory.write('20260101_001_start.ts', START);
    await withBackfills(async (backfills, migrations) => {
      expect((await migrations.apply({ dryRun: true }))[0]?.statements).toEqual(['BACKFILL "users-v2" IN BACKGROUND']);
      await migrations.apply();
      expect(await backfills.verify('users-v2')).toMatchObject({ outcome: 'different', state: 'running', found: 0 });
      expect(await backfills.run('users-v2')).toMatchObject({ state: 'finished', rows: ROWS, dead: 0 });
      const equal = { outcome: 'equal', state: 'finished', rows: ROWS, found: ROWS, examples: [], unchecked: [] };
      const ranges = { total: 16, differing: 0 };
      expect(await backfills.verify('users-v2')).toMatchObject({ ...equal, compared: 'count', ranges });
      expect(await backfills.verify('users-v2', { hash: true })).toMatchObject({ ...equal, compared: 'hash', ranges });
      await run("UPDATE users_v2 SET full_name = 'other' WHERE id = 7");
      expect(await backfills.verify('users-v2')).toMatchObject(equal);
      expect(await backfills.verify('users-v2', { hash: true })).toEqual({
        name: 'users-v2',
        state: 'finished',
        compared: 'hash',
        outcome: 'different',
        table: 'users',
        into: 'users_v2',
        rows: ROWS,
        found: ROWS,
        differing: undefined,
        ranges: { total: 16, differing: 1 },
        examples: [{ key: 'id = 7', problem: 'has other values' }],
        unchecked: [],
      });
      await run('DELETE FROM users_v2 WHERE id = 7');
      await run("INSERT INTO users_v2 (id, full_name) VALUES (-1, 'too many')");
      const counted = await backfills.verify('users-v2');
      expect(counted).toMatchObject({ outcome: 'different', rows: ROWS, found: ROWS });
      expect(counted.examples).toEqual([
        { key: 'id = 7', problem: 'is missing' },
        { key: 'id = -1', problem: 'has no row in users' },
      ]);
      // A map of timestamps survives only a session of its own encoding.
      const [row] = await run('SELECT tags FROM users_v2 WHERE id = 8');
      expect(JSON.stringify(row)).toBe(JSON.stringify((await run('SELECT tags FROM users WHERE id = 8'))[0]));
    });
  });

  it('compares the whole of two tables with other keys, whose ranges do not match', async () => {
    await withBackfills(async (backfills) => {
      await backfills.start('users-by-name');
      await backfills.run('users-by-name');
      const same = await backfills.verify('users-by-name', { hash: true });
      expect(same).toMatchObject({ outcome: 'equal', ranges: { total: 16, differing: undefined } });
      await run("DELETE FROM users_by_name WHERE name = 'n5 x'");
      expect(await backfills.verify('users-by-name')).toMatchObject({
        outcome: 'different',
        rows: ROWS,
        found: ROWS - 1,
        examples: [{ key: "name = 'n5 x', id = 5", problem: 'is missing' }],
      });
    });
  });

  it('hands every row to `row` again, and finds the cells that do not hold what it would write', async () => {
    writes.of = ({ id, name }) => [
      {
        cql: 'INSERT INTO names (name, id, first, n) VALUES (?, ?, ?, 5)',
        params: [name, id, String(name).split(' ')[0]],
      },
      { cql: 'UPDATE names SET words = ? WHERE name = ? AND id = ?', params: [String(name).split(' '), name, id] },
    ];
    await withBackfills(async (backfills) => {
      expect(await backfills.verify('split')).toMatchObject({ outcome: 'different', differing: ROWS });
      await backfills.start('split');
      await backfills.run('split');
      const equal = {
        compared: 'cells',
        outcome: 'equal',
        rows: ROWS,
        differing: 0,
        into: undefined,
        found: undefined,
      };
      expect(await backfills.verify('split')).toMatchObject({ ...equal, ranges: { total: 16, differing: 0 } });
      await run("UPDATE names SET first = 'other' WHERE name = 'n3 x' AND id = 3");
      await run("UPDATE names SET words = words + {'more'} WHERE name = 'n4 x' AND id = 4");
      await run("DELETE FROM names WHERE name = 'n5 x' AND id = 5");
      const different = await backfills.verify('split', { hash: true });
      expect(different).toMatchObject({ compared: 'cells', outcome: 'different', differing: 3 });
      expect(different.examples.toSorted((a, b) => a.key.localeCompare(b.key))).toEqual([
        { key: 'id = 3', problem: 'names.first differs' },
        { key: 'id = 4', problem: 'names.words differs' },
        { key: 'id = 5', problem: 'its row of names is missing' },
      ]);
    });
  });

  it('finds the row that was deleted and inserted anew, without the value, after the backfill had passed it', async () => {
    writes.of = ({ id, name }) => ({
      cql: 'UPDATE names SET first = ? WHERE name = ? AND id = ?',
      params: ['f', name, id],
    });
    await withBackfills(async (backfills) => {
      await backfills.run('split', { restart: true });
      expect(await backfills.verify('split')).toMatchObject({ outcome: 'equal' });
      await run("DELETE FROM names WHERE name = 'n9 x' AND id = 9");
      await run("INSERT INTO names (name, id) VALUES ('n9 x', 9)");
      expect(await backfills.verify('split')).toMatchObject({
        differing: 1,
        examples: [{ key: 'id = 9', problem: 'names.first differs' }],
      });
    });
  });

  it('knows deleted rows and cells, values that are added, and rows that are skipped or fail', async () => {
    const key = ['k', 1];
    await run("INSERT INTO names (name, id, first, words) VALUES ('k', 1, 'x', {'a', 'b'})");
    const outcomeOf = async (backfills: BackfillService, write: BackfillDefinition['row']) => {
      writes.of = write;
      const { outcome, differing, examples } = await backfills.verify('split');
      return [outcome, differing, examples[0]?.problem];
    };
    const where = 'WHERE name = ? AND id = ?';
    await withBackfills(async (backfills) => {
      const outcome = (cql: string, ...params: readonly unknown[]) =>
        outcomeOf(backfills, ({ id }) => (id === 1 ? { cql, params: [...params, ...key] } : undefined));
      expect(await outcome(`DELETE FROM names ${where}`)).toEqual(['different', 1, 'its row of names is still there']);
      expect(await outcome(`DELETE first FROM names ${where}`)).toEqual(['different', 1, 'names.first differs']);
      expect(await outcome(`DELETE n FROM names ${where}`)).toEqual(['equal', 0, undefined]);
      const unset = await outcome(`UPDATE names SET n = ?, first = 'x' ${where}`, undefined);
      expect(unset).toEqual(['equal', 0, undefined]);
      const failing = () => {
        throw new Error('bad');
      };
      expect(await outcomeOf(backfills, failing)).toEqual(['different', ROWS, 'row fails: bad']);
      expect(await outcomeOf(backfills, () => undefined)).toEqual(['equal', 0, undefined]);
    });
  });

  it('says which statements it could not check, and does not call that equal', async () => {
    writes.of = ({ id, name }) => ({
      cql: "INSERT INTO names (name, id, first) VALUES (?, ?, 'x') USING TTL 60",
      params: [name, id],
    });
    await withBackfills(async (backfills) => {
      expect(await backfills.verify('split')).toMatchObject({
        outcome: 'unclear',
        differing: 0,
        unchecked: [{ reason: 'its values may have expired', count: ROWS }],
      });
    });
  });

  it('is refused for a copy of a migration, tables that do not fit, a statement that a run refuses, and an unknown name', async () => {
    directory.write('20260101_002_inline.ts', FOREGROUND);
    await withBackfills(async (backfills, migrations) => {
      await migrations.apply();
      const failure = async (name: string) => backfills.verify(name).catch((error: unknown) => error as Error);
      const inline = await failure('inline');
      expect(inline).toBeInstanceOf(BackfillRefusedError);
      expect(inline).toMatchObject({ message: expect.stringContaining('is a part of 20260101_002_inline') });
      expect(await failure('nowhere')).toMatchObject({ message: 'Backfill nowhere: there is no table users_v3.' });
      writes.of = () => ({ cql: 'UPDATE names SET n = n + 1 WHERE name = ? AND id = ?', params: ['k', 1] });
      expect(await failure('split')).toBeInstanceOf(BackfillRefusedError);
      expect(await failure('unknown')).toBeInstanceOf(BackfillUnknownError);
    });
  });

  describe('over servers that are overloaded for a time', () => {
    /** Refuses requests as an overloaded server does, over every client of the process. */
    const withFault = (refuses: (cql: string) => boolean, work: () => Promise<void>) =>
      throughRequests(
        (send) =>
          async function (this: Client, cql, ...rest) {
            if (refuses(cql))
              throw new errors.ResponseError(types.responseErrorCodes.overloaded, 'Server is overloaded');
            return Reflect.apply(send, this, [cql, ...rest]);
          },
        work,
      );
    /** Refuses some requests that look like one of the patterns, each more often than a session asks by itself. */
    const often = (...patterns: readonly RegExp[]) => {
      const left = patterns.map((pattern) => ({ pattern, count: 12 }));
      const refuses = (cql: string) => {
        const fault = left.find(({ pattern, count }) => count > 0 && pattern.test(cql));
        if (fault) fault.count -= 1;
        return fault !== undefined;
      };
      return { refuses, left };
    };

    it('reads both tables of a copy again, and counts no row twice', async () => {
      await withBackfills(async (backfills) => {
        await backfills.run('users-v2', { restart: true });
        const fault = often(/FROM "?users"? WHERE token/, /FROM "?users_v2"? WHERE token/);
        await withFault(fault.refuses, async () => {
          const equal = { outcome: 'equal', rows: ROWS, found: ROWS, ranges: { total: 16, differing: 0 } };
          expect(await backfills.verify('users-v2', { hash: true })).toMatchObject(equal);
        });
        expect(fault.left.map(({ count }) => count)).toEqual([0, 0]);
        await run("UPDATE users_v2 SET full_name = 'other' WHERE id = 7");
        const later = often(/FROM "?users_v2"? WHERE "?id"? = /);
        await withFault(later.refuses, async () => {
          expect(await backfills.verify('users-v2', { hash: true })).toMatchObject({
            rows: ROWS,
            examples: [{ key: 'id = 7', problem: 'has other values' }],
          });
        });
        expect(later.left.map(({ count }) => count)).toEqual([0]);
      });
    });

    it('hands rows to `row` again, and reads their cells again', async () => {
      writes.of = ({ id, name }) => ({
        cql: 'UPDATE names SET first = ? WHERE name = ? AND id = ?',
        params: ['f', name, id],
      });
      await withBackfills(async (backfills) => {
        await backfills.run('split', { restart: true });
        const fault = often(/\busers"? WHERE token/, /FROM "?names"? WHERE/);
        await withFault(fault.refuses, async () => {
          expect(await backfills.verify('split')).toMatchObject({ outcome: 'equal', rows: ROWS, differing: 0 });
        });
        expect(fault.left.map(({ count }) => count)).toEqual([0, 0]);
      });
    });

    it('ends with the reason where a read is refused for good', async () => {
      await withBackfills(async (backfills) => {
        const stop = new AbortController();
        let asked = 0;
        const always = (cql: string) => {
          if (!/FROM "?users"? WHERE token/.test(cql)) return false;
          asked += 1;
          if (asked === 40) stop.abort(new BackfillNotVerifiedError('users-v2', 'a test', 'None.'));
          return true;
        };
        await withFault(always, async () => {
          await expect(backfills.verify('users-v2', { signal: stop.signal })).rejects.toThrow('a test');
        });
        expect(asked).toBeLessThan(70);
      });
    });
  });

  it('ends with a signal', async () => {
    await withBackfills(async (backfills) => {
      const reason = new Error('enough');
      await expect(backfills.verify('split', { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
      const stop = new AbortController();
      writes.of = () => {
        stop.abort(reason);
        return undefined;
      };
      await expect(backfills.verify('split', { signal: stop.signal })).rejects.toBe(reason);
    });
  });
});
