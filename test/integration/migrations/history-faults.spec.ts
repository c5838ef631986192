import { Client, policies } from 'cassandra-driver';
import { MigrationService } from '../../../lib/index.js';
import { withApplication } from '../../support/application.js';
import { clientOptions, useKeyspace } from '../../support/cassandra.js';
import { useMigrationsDirectory } from '../../support/migrations-directory.js';
import { tablesOf } from '../../support/schema-of.js';

const failureOf = (work: Promise<unknown>): Promise<unknown> => work.catch((error: unknown) => error);

describe('a history that is not as it should be', () => {
  const keyspace = useKeyspace('history_faults');
  const directory = useMigrationsDirectory();
  const use = <T>(work: (migrations: MigrationService) => Promise<T>, client?: Client) =>
    withApplication(
      { keyspace: keyspace.name, migrations: { dir: directory.path }, ...(client ? { client } : {}) },
      [],
      (app) => work(app.get(MigrationService)),
    );
  const apply = () => use((migrations) => migrations.apply());
  const TABLE = '20260101_001_t.cql';

  beforeAll(async () => {
    directory.write(TABLE, '-- upgrade\nCREATE TABLE t (id int PRIMARY KEY);\n-- downgrade\nDROP TABLE t;');
    await apply();
  });

  it.each([
    [
      'journal',
      'state',
      `(migration_name, direction, position, cql, hash, state) VALUES ('20260101_001_t', 'upgrade', 1, 'x', 'y', 'paused')`,
    ],
    [
      'journal',
      'direction',
      `(migration_name, direction, position, cql, hash, state) VALUES ('20260101_001_t', 'sideways', 1, 'x', 'y', 'done')`,
    ],
    ['log', 'event', `(migration_name, event_id, event) VALUES ('20260101_001_t', now(), 'squashed')`],
  ])('an unknown value in the %s, as %s: is refused by every command', async (table, column, values) => {
    const name = `_coodie_migrations_${table}`;
    await keyspace.client.execute(`INSERT INTO "${name}" ${values}`);
    for (const call of ['apply', 'rollback', 'status'] as const) {
      const error = await failureOf(use<unknown>((migrations) => migrations[call]()));
      expect(error).toMatchObject({ code: 'COODIE_UNKNOWN_HISTORY', table: name, row: '20260101_001_t', column });
    }
    const lines = await keyspace.client.execute(`SELECT event_id, event FROM "_coodie_migrations_log"`);
    for (const line of lines.rows.filter((row) => row['event'] === 'squashed'))
      await keyspace.client.execute(
        `DELETE FROM "_coodie_migrations_log" WHERE migration_name = '20260101_001_t' AND event_id = ?`,
        [line['event_id']],
        { prepare: true },
      );
    await keyspace.client.execute('TRUNCATE "_coodie_migrations_journal"');
    expect(await apply()).toEqual([]);
  });

  it('a client of the application whose clock is ahead: its rollback hides no later apply', async () => {
    class Ahead extends policies.timestampGeneration.MonotonicTimestampGenerator {
      override getDate(): number {
        return Date.now() + 120_000;
      }
    }
    const ahead = new Client({
      ...clientOptions(),
      keyspace: keyspace.name,
      policies: { timestampGeneration: new Ahead(1, 1_000) },
    });
    await ahead.connect();
    try {
      await use((migrations) => migrations.rollback(), ahead);
      await apply();
      expect(await use((migrations) => migrations.status())).toMatchObject([{ state: 'applied' }]);
    } finally {
      await ahead.shutdown();
    }
  });

  it('a row that an older deletion of the future hides: is an error', async () => {
    await use((migrations) => migrations.rollback());
    const future = (Date.now() + 600_000) * 1_000;
    await keyspace.client.execute(
      `DELETE FROM "_coodie_migrations" USING TIMESTAMP ${future} WHERE migration_name = '20260101_001_t'`,
    );
    const hidden = { code: 'COODIE_HISTORY_HIDDEN', migration: '20260101_001_t', expected: 'applied' };
    expect(await failureOf(apply())).toMatchObject(hidden);
    // The journal still tells what was done: the second run does not create the table again.
    expect(await failureOf(apply())).toMatchObject(hidden);
    await keyspace.client.execute('TRUNCATE "_coodie_migrations_journal"');
    expect(await failureOf(use((migrations) => migrations.baseline({ target: '20260101' })))).toMatchObject(hidden);
    await keyspace.client.execute('DROP TABLE t');
    directory.remove(TABLE);
  });

  const inFuture = () => (Date.now() + 600_000) * 1_000;

  it('a repair that an older write of the future hides: is an error', async () => {
    const [name, file] = ['20260105_001_u', '20260105_001_u.cql'];
    directory.write(file, 'CREATE TABLE u (id int PRIMARY KEY);');
    await apply();
    await keyspace.client.execute(
      `INSERT INTO "_coodie_migrations" (migration_name, checksum) VALUES ('${name}', 'other') USING TIMESTAMP ${inFuture()}`,
    );
    const repair = (action: 'accept' | 'forget') =>
      failureOf(use((migrations) => migrations.repair({ action, migration: name })));
    expect(await repair('accept')).toMatchObject({
      code: 'COODIE_HISTORY_HIDDEN',
      migration: name,
      expected: 'applied',
    });
    directory.remove(file);
    expect(await repair('forget')).toMatchObject({ code: 'COODIE_HISTORY_HIDDEN', expected: 'not applied' });
    await keyspace.client.execute(
      `DELETE FROM "_coodie_migrations" USING TIMESTAMP ${inFuture() + 1} WHERE migration_name = '${name}'`,
    );
  });

  it.each([
    ['cql', 'CREATE TABLE v (id int PRIMARY KEY);'],
    ['ts', `export default class { async upgrade(ctx) { await ctx.execute('CREATE TABLE v (id int PRIMARY KEY)'); } }`],
  ])('a journal that an older deletion of the future hides: nothing of a .%s file is sent', async (extension, text) => {
    const name = `20260106_001_${extension}`;
    directory.write(`${name}.${extension}`, text);
    await keyspace.client.execute(
      `DELETE FROM "_coodie_migrations_journal" USING TIMESTAMP ${inFuture()} WHERE migration_name = '${name}'`,
    );
    const error = await failureOf(apply());
    const hidden = { code: 'COODIE_HISTORY_HIDDEN', migration: name, expected: 'begun' };
    expect((error as { readonly cause?: unknown }).cause ?? error).toMatchObject(hidden);
    expect(await tablesOf(keyspace.client, keyspace.name)).not.toContain('v');
    directory.remove(`${name}.${extension}`);
  });

  it('steps that a run left in the journal, as it could not remove them: do not count for the next run', async () => {
    const [name, file] = ['20260107_001_w', '20260107_001_w.cql'];
    const step = `('${name}', 'downgrade', 1, 'DROP TABLE w', 'x', 'done')`;
    await keyspace.client.execute(
      `INSERT INTO "_coodie_migrations_journal" (migration_name, direction, position, cql, hash, state) VALUES ${step}`,
    );
    directory.write(
      file,
      '-- upgrade\nCREATE TABLE w (id int PRIMARY KEY);\nALTER TABLE w ADD a nowhere;\n-- downgrade\nDROP TABLE w;',
    );
    await failureOf(apply());
    const failed = (await use((migrations) => migrations.status())).find((status) => status.name === name);
    expect(failed).toMatchObject({ state: 'failed', failure: { direction: 'upgrade', done: 1 } });
    await use((migrations) => migrations.rollback());
    expect(await tablesOf(keyspace.client, keyspace.name)).not.toContain('w');
    directory.remove(file);
  });

  it('a second failure: tells what the first run applied', async () => {
    const file = '20260102_001_half.cql';
    directory.write(file, 'CREATE TABLE half (id int PRIMARY KEY);\nALTER TABLE half ADD a nowhere;');
    await failureOf(apply());
    expect(await failureOf(apply())).toMatchObject({
      code: 'COODIE_MIGRATION_FAILED',
      done: ['CREATE TABLE half (id int PRIMARY KEY)'],
      message: expect.stringContaining('Applied before that (in an earlier run): CREATE TABLE half') as string,
    });
    directory.remove(file);
    await use((migrations) => migrations.repair({ action: 'forget', migration: '20260102_001' }));
  });

  it('failed code whose file is gone: holds up apply, until it is forgotten', async () => {
    const file = '20260103_001_code.ts';
    const text = `await ctx.execute('INSERT INTO half (id) VALUES (1)'); throw new Error('no luck');`;
    directory.write(file, `export default class { async upgrade(ctx) { ${text} } }`);
    await failureOf(apply());
    directory.remove(file);
    directory.write('20260104_001_next.cql', 'CREATE TABLE next (id int PRIMARY KEY);');
    const error = await failureOf(apply());
    expect(error).toMatchObject({
      code: 'COODIE_UNFINISHED_MIGRATIONS',
      hint: expect.stringContaining('coodie migrate repair --forget 20260103_001_code') as string,
    });
    expect(String(error)).not.toContain('after 0 statements');
    await use((migrations) => migrations.repair({ action: 'forget', migration: '20260103_001' }));
    expect(await apply()).toHaveLength(1);
  });
});
