import {
  EditedStatementError,
  MigrationFailedError,
  MigrationService,
  NothingToRepairError,
  OutOfOrderMigrationsError,
  RenamedMigrationsError,
  RepairOutdatedError,
  UnfinishedMigrationsError,
  ChangedMigrationsError,
  type MigrationStatus,
  type OutOfOrderPolicy,
} from '../../../lib/index.js';
import { withApplication } from '../../support/application.js';
import { useKeyspace } from '../../support/cassandra.js';
import { listening } from '../../support/listening.js';
import { useMigrationsDirectory } from '../../support/migrations-directory.js';
import { tablesOf } from '../../support/schema-of.js';
import { isDdl, sentStatements } from '../../support/sent-statements.js';

const table = (name: string) =>
  `-- upgrade\nCREATE TABLE ${name} (id int PRIMARY KEY);\n-- downgrade\nDROP TABLE ${name};\n`;

/** A keyspace, a directory, and a service over both for a moment. */
function useMigrations(prefix: string) {
  const keyspace = useKeyspace(prefix);
  const directory = useMigrationsDirectory();
  const use = <T>(work: (migrations: MigrationService) => Promise<T>, outOfOrder: OutOfOrderPolicy = 'error') =>
    withApplication({ keyspace: keyspace.name, migrations: { dir: directory.path, outOfOrder } }, [], (app) =>
      work(app.get(MigrationService)),
    );
  const statuses = () => use((migrations) => migrations.status());
  const states = async () => Object.fromEntries((await statuses()).map(({ name, state }) => [name.slice(9), state]));
  const log = async () =>
    (await keyspace.client.execute('SELECT * FROM "_coodie_migrations_log"')).rows.map((row) => ({
      migration: String(row['migration_name']).slice(9),
      event: String(row['event']),
      direction: row['direction'] as string | null,
      runBy: row['run_by'] as string,
      reason: row['reason'] as string | null,
      error: row['error'] as string | null,
    }));
  return { keyspace, directory, use, statuses, states, log };
}

describe('a migration that failed half-way', () => {
  const { keyspace, directory, use, states, log } = useMigrations('half_way');
  const FILE = '20260101_001_half.cql';
  const HALF = `-- upgrade
CREATE TABLE half (id int PRIMARY KEY);
ALTER TABLE half ADD a int;
ALTER TABLE half ADD missing nowhere;
CREATE TABLE never (id int PRIMARY KEY);
-- downgrade
DROP TABLE never;
ALTER TABLE half DROP a;
DROP TABLE half;
`;

  it('can be rolled back as far as it came', async () => {
    directory.write(FILE, HALF);
    await expect(use((migrations) => migrations.apply())).rejects.toThrow(MigrationFailedError);
    expect(await states()).toEqual({ '001_half': 'failed' });
    const sent = await sentStatements(() => use((migrations) => migrations.rollback()));
    expect(sent.filter(isDdl)).toEqual(['ALTER TABLE half DROP a', 'DROP TABLE half']);
    expect((await tablesOf(keyspace.client, keyspace.name)).filter((name) => !name.startsWith('_coodie'))).toEqual([]);
    expect(await states()).toEqual({ '001_half': 'pending' });
  });

  it('has left what happened in the log, with who and why', async () => {
    const lines = await log();
    expect(lines.map(({ event, direction }) => `${event} ${direction}`)).toEqual([
      'failed upgrade',
      'rolled-back downgrade',
    ]);
    expect(lines[0]?.error).toContain('ALTER TABLE half ADD missing nowhere');
    expect(lines[0]?.runBy).toMatch(/\S/);
  });

  it('stays in sight, and in the way, when its file is gone, until it is forgotten', async () => {
    await expect(use((migrations) => migrations.apply())).rejects.toThrow(MigrationFailedError);
    directory.remove(FILE);
    expect(await states()).toEqual({ '001_half': 'failed' });
    directory.write('20260102_001_next.cql', table('next'));
    await expect(use((migrations) => migrations.apply())).rejects.toThrow(UnfinishedMigrationsError);
    const forget = { action: 'forget', migration: '20260101_001', reason: 'never wanted' } as const;
    await expect(use((migrations) => migrations.repair(forget))).resolves.toMatchObject({
      migration: '20260101_001_half',
    });
    expect((await log()).find(({ event }) => event === 'forgotten')).toMatchObject({ reason: 'never wanted' });
    await use((migrations) => migrations.apply());
    expect(await states()).toEqual({ '001_next': 'applied' });
  });

  it('goes on after its statement when somebody says that it is done', async () => {
    await keyspace.client.execute('CREATE TABLE by_hand (id int PRIMARY KEY)');
    directory.write(
      '20260103_001_by_hand.cql',
      'CREATE TABLE by_hand (id int PRIMARY KEY);\nCREATE TABLE after_hand (id int PRIMARY KEY);',
    );
    await expect(use((migrations) => migrations.apply())).rejects.toThrow(MigrationFailedError);
    const other = use((migrations) => migrations.repair({ action: 'done', statement: 2 }));
    await expect(other).rejects.toThrow(RepairOutdatedError);
    const repaired = await use((migrations) => migrations.repair({ action: 'done', statement: 1 }));
    expect(repaired.effect).toBe(
      '20260103_001_by_hand: statement 1 counts as done\n  CREATE TABLE by_hand (id int PRIMARY KEY)',
    );
    const sent = await sentStatements(() => use((migrations) => migrations.apply()));
    expect(sent.filter(isDdl)).toEqual(['CREATE TABLE after_hand (id int PRIMARY KEY)']);
    await expect(use((migrations) => migrations.repair({ action: 'done' }))).rejects.toThrow(NothingToRepairError);
  });

  it('in code shows as failed even where no schema change was under way', async () => {
    const code = (body: string) => `export default class { async upgrade(ctx) { ${body} } }`;
    directory.write('20260104_001_code.ts', code(`throw new Error('no such luck');`));
    await expect(use((migrations) => migrations.apply())).rejects.toThrow('no such luck');
    const [status] = (await use((migrations) => migrations.status())).filter(({ name }) => name.endsWith('code'));
    expect(status).toMatchObject({ state: 'failed', failure: { done: 0, statement: undefined } });
    expect(status?.failure?.error).toContain('no such luck');
    directory.write('20260104_001_code.ts', code(`await ctx.execute('INSERT INTO next (id) VALUES (1)');`));
    await use((migrations) => migrations.apply());
    expect(await states()).toMatchObject({ '001_code': 'applied' });
  });

  it('may be edited in what is not done, and not in what is done', async () => {
    const file = '20260105_001_edited.cql';
    directory.write(file, 'CREATE TABLE edited (id int PRIMARY KEY);\nALTER TABLE edited ADD b nowhere;');
    await expect(use((migrations) => migrations.apply())).rejects.toThrow(MigrationFailedError);
    directory.write(file, 'CREATE TABLE other (id int PRIMARY KEY);\nALTER TABLE edited ADD b int;');
    await expect(use((migrations) => migrations.apply())).rejects.toThrow(EditedStatementError);
    directory.write(file, 'CREATE TABLE edited (id int PRIMARY KEY);\nALTER TABLE edited ADD b int;');
    await expect(use((migrations) => migrations.apply())).resolves.toHaveLength(1);
  });

  it('is not made to fail by a step that a woken run writes after another has ended it', async () => {
    await keyspace.client.execute(
      'INSERT INTO "_coodie_migrations_journal" (migration_name, direction, position, cql, hash, state) VALUES (?, ?, ?, ?, ?, ?)',
      ['20260105_001_edited', 'upgrade', 2, 'ALTER TABLE edited ADD b int', 'x', 'started'],
      { prepare: true },
    );
    expect(await states()).toMatchObject({ '001_edited': 'applied' });
  });
});

describe('files that are not what the database says', () => {
  const { directory, use, statuses, states, log } = useMigrations('files');
  const named = async (name: string) =>
    (await statuses()).find((status) => status.name.endsWith(name)) as MigrationStatus;

  it('changed: are refused until that is accepted, and nothing of them runs', async () => {
    directory.write('20260201_001_first.cql', table('first'));
    await use((migrations) => migrations.apply());
    directory.write('20260201_001_first.cql', `-- a better comment\n${table('first')}`);
    expect(await states()).toEqual({ '001_first': 'changed' });
    await expect(use((migrations) => migrations.apply())).rejects.toThrow(ChangedMigrationsError);
    const { effect } = await use((migrations) => migrations.repair({ action: 'accept', dryRun: true }));
    directory.write('20260201_001_first.cql', `-- the best comment\n${table('first')}`);
    await expect(use((migrations) => migrations.repair({ action: 'accept', expected: effect }))).rejects.toThrow(
      RepairOutdatedError,
    );
    directory.write('20260201_001_first.cql', `-- a better comment\n${table('first')}`);
    const sent = await sentStatements(() =>
      use((migrations) => migrations.repair({ action: 'accept', reason: 'comment only' })),
    );
    expect(sent.filter(isDdl)).toEqual([]);
    expect(await states()).toEqual({ '001_first': 'applied' });
    expect((await named('first')).appliedAt).toBeInstanceOf(Date);
    expect((await log()).at(-1)).toMatchObject({ event: 'accepted', reason: 'comment only' });
  });

  it('renamed: are recognised, refused, and recorded under their new name when that is accepted', async () => {
    const { appliedAt, owner } = await named('first');
    directory.remove('20260201_001_first.cql');
    directory.write('20260201_002_renamed.cql', `-- a better comment\n${table('first')}`);
    expect(await named('first')).toMatchObject({ state: 'missing', renamedTo: '20260201_002_renamed.cql' });
    expect(await named('renamed')).toMatchObject({ renamedFrom: '20260201_001_first' });
    await expect(use((migrations) => migrations.apply())).rejects.toThrow(RenamedMigrationsError);
    await use((migrations) => migrations.repair({ action: 'accept', migration: '20260201_002' }));
    expect(await statuses()).toMatchObject([{ name: '20260201_002_renamed', state: 'applied', appliedAt }]);
    expect(owner).toBeDefined();
    await expect(use((migrations) => migrations.apply())).resolves.toEqual([]);
  });

  it('missing: do not stop what is new, and are forgotten on demand', async () => {
    directory.remove('20260201_002_renamed.cql');
    directory.write('20260202_001_next.cql', table('next'));
    await expect(use((migrations) => migrations.apply())).resolves.toHaveLength(1);
    expect(await states()).toEqual({ '002_renamed': 'missing', '001_next': 'applied' });
    const planned = await use((migrations) => migrations.repair({ action: 'forget', dryRun: true }));
    expect(planned).toEqual({
      migration: '20260201_002_renamed',
      action: 'forget',
      effect: '20260201_002_renamed is recorded no more; what it did to the schema stays',
      dryRun: true,
    });
    expect(await states()).toHaveProperty('002_renamed', 'missing');
    await use((migrations) => migrations.repair({ action: 'forget' }));
    expect(await states()).toEqual({ '001_next': 'applied' });
  });

  it.each(['accept', 'forget', 'not-done'] as const)('need no repair: %s is refused', async (action) => {
    await expect(use((migrations) => migrations.repair({ action }))).rejects.toThrow(NothingToRepairError);
    await expect(use((migrations) => migrations.repair({ action, migration: '20260202' }))).rejects.toThrow(
      '20260202_001_next is none that',
    );
  });
});

describe('a migration older than one that is applied', () => {
  const { keyspace, directory, use, states } = useMigrations('late');

  beforeAll(async () => {
    directory.write('20260302_001_new.cql', table('new'));
    await use((migrations) => migrations.apply());
    directory.write('20260301_001_late.cql', table('late'));
  });

  it('is refused by default', async () => {
    expect(await states()).toEqual({ '001_late': 'out-of-order', '001_new': 'applied' });
    await expect(use((migrations) => migrations.apply())).rejects.toThrow(OutOfOrderMigrationsError);
  });

  it('is left out where that is the policy, and not in silence', async () => {
    directory.write('20260303_001_newest.cql', table('newest'));
    const { told } = await use(
      (migrations) =>
        listening(migrations, async () => {
          await migrations.apply();
          await expect(migrations.verify()).resolves.toBeUndefined();
        }),
      'skip',
    );
    expect(told).toContainEqual({ kind: 'migrations-passed-over', names: ['20260301_001_late'] });
    expect(await tablesOf(keyspace.client, keyspace.name)).toContain('newest');
    expect(await tablesOf(keyspace.client, keyspace.name)).not.toContain('late');
  });

  it('runs late where that is the policy, and is then the first to be rolled back', async () => {
    await use((migrations) => migrations.apply(), 'apply');
    expect(await states()).toEqual({ '001_late': 'applied', '001_new': 'applied', '001_newest': 'applied' });
    const rolledBack = await use((migrations) => migrations.rollback());
    expect(rolledBack.map(({ name }) => name)).toEqual(['20260301_001_late']);
  });
});

describe('a baseline', () => {
  const { keyspace, directory, use, states, log } = useMigrations('baseline');

  it('records what the database has already, and runs nothing of it', async () => {
    await keyspace.client.execute('CREATE TABLE old (id int PRIMARY KEY)');
    directory.write('20260401_001_old.cql', `-- description: from before\n${table('old')}`);
    directory.write('20260401_002_older.cql', table('older'));
    directory.write('20260402_001_new.cql', table('new'));
    const target = '20260401_002';
    expect(await use((migrations) => migrations.baseline({ target, dryRun: true }))).toEqual([
      '20260401_001_old',
      '20260401_002_older',
    ]);
    expect(await states()).toEqual({ '001_old': 'pending', '002_older': 'pending', '001_new': 'pending' });
    await use((migrations) => migrations.baseline({ target, reason: 'adopted' }));
    expect(await states()).toEqual({ '001_old': 'applied', '002_older': 'applied', '001_new': 'pending' });
    expect((await log()).map(({ event, reason }) => `${event}: ${reason}`)).toEqual([
      'baselined: adopted',
      'baselined: adopted',
    ]);
    const applied = await use((migrations) => migrations.apply());
    expect(applied.map(({ name }) => name)).toEqual(['20260402_001_new']);
    expect(await tablesOf(keyspace.client, keyspace.name)).not.toContain('older');
  });

  it('watches over the files like any other record', async () => {
    directory.write('20260401_001_old.cql', `-- changed\n${table('old')}`);
    expect(await states()).toHaveProperty('001_old', 'changed');
  });

  it('has nothing to add where all is applied', async () => {
    await expect(use((migrations) => migrations.baseline({ target: '20260402_001_new' }))).resolves.toEqual([]);
  });
});
