import { MigrationService, UnclearRollbackError } from '../../../lib/index.js';
import { withApplication } from '../../support/application.js';
import { useKeyspace } from '../../support/cassandra.js';
import { useMigrationsDirectory } from '../../support/migrations-directory.js';
import { schemaOf } from '../../support/schema-of.js';

describe('the rollback of a migration that failed', () => {
  const keyspace = useKeyspace('partial');
  const directory = useMigrationsDirectory();
  const files = { count: 0 };
  const use = <T>(work: (migrations: MigrationService) => Promise<T>) =>
    withApplication({ keyspace: keyspace.name, migrations: { dir: directory.path } }, [], (app) =>
      work(app.get(MigrationService)),
    );
  const run = async (...statements: readonly string[]) => {
    for (const cql of statements) await keyspace.client.execute(cql);
  };

  /** Writes a migration, lets it fail, and answers its name. */
  async function failing(upgrade: readonly string[], downgrade: readonly string[]): Promise<string> {
    files.count += 1;
    const name = `20260101_${String(files.count).padStart(3, '0')}_fails`;
    const script = (statements: readonly string[]) => statements.map((cql) => `${cql};\n`).join('');
    directory.write(
      `${name}.cql`,
      `-- allow-destructive\n-- upgrade\n${script(upgrade)}-- downgrade\n${script(downgrade)}`,
    );
    await expect(use((migrations) => migrations.apply())).rejects.toThrow(name);
    return name;
  }
  const tidy = async (name: string) => {
    await use((migrations) => migrations.repair({ action: 'forget', migration: name })).catch(() => undefined);
    directory.remove(`${name}.cql`);
  };
  const stateOf = async (name: string) =>
    (await use((migrations) => migrations.status())).find((status) => status.name === name)?.state;

  it.each([
    ['a table', 'CREATE TABLE theirs (id int PRIMARY KEY)', 'DROP TABLE theirs'],
    ['a column', 'ALTER TABLE base ADD theirs text', 'ALTER TABLE base DROP theirs'],
    ['a type', 'CREATE TYPE theirs_type (a int)', 'DROP TYPE theirs_type'],
    ['an index', 'CREATE INDEX theirs_idx ON base (a)', 'DROP INDEX theirs_idx'],
  ])(
    'leaves %s that somebody else had made, whether it was the first statement or a later one',
    async (_, create, drop) => {
      if (
        (
          await keyspace.client.execute(
            `SELECT table_name FROM system_schema.tables WHERE keyspace_name = '${keyspace.name}' AND table_name = 'base'`,
          )
        ).rows.length === 0
      )
        await run('CREATE TABLE base (id int PRIMARY KEY, a int)');
      await run(create);
      const before = await schemaOf(keyspace.client, keyspace.name);

      const first = await failing([create], [drop]);
      expect(await stateOf(first)).toBe('pending');
      await use((migrations) => migrations.rollback());
      await tidy(first);

      const second = await failing(['CREATE TABLE ours (id int PRIMARY KEY)', create], [drop, 'DROP TABLE ours']);
      expect(await stateOf(second)).toBe('failed');
      const preview = await use((migrations) => migrations.rollback({ dryRun: true }));
      expect(preview.map(({ statements }) => statements)).toEqual([['DROP TABLE ours']]);
      await use((migrations) => migrations.rollback());
      await tidy(second);
      const withoutOwn = (schema: string) => schema.split(/\n(?=CREATE )/).filter((part) => !part.includes('_coodie_'));
      expect(withoutOwn(await schemaOf(keyspace.client, keyspace.name))).toEqual(withoutOwn(before));
    },
  );

  it.each([
    [
      'rows',
      [
        'CREATE TABLE made (id int PRIMARY KEY)',
        'INSERT INTO made (id) VALUES (1)',
        'CREATE TABLE base (id int PRIMARY KEY)',
      ],
      ['DELETE FROM made WHERE id = 1', 'DROP TABLE made'],
    ],
    [
      'an object that no statement of the upgrade makes',
      ['CREATE TABLE made2 (id int PRIMARY KEY)', 'CREATE TABLE base (id int PRIMARY KEY)'],
      ['DROP TABLE another', 'DROP TABLE made2'],
    ],
  ])('is refused before anything runs where the downgrade undoes %s', async (_, upgrade, downgrade) => {
    const name = await failing(upgrade, downgrade);
    const before = await schemaOf(keyspace.client, keyspace.name);
    const failure = await use((migrations) => migrations.rollback()).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UnclearRollbackError);
    expect((failure as UnclearRollbackError).hint).toContain(`coodie migrate repair --forget ${name}`);
    expect(await schemaOf(keyspace.client, keyspace.name)).toBe(before);
    await use((migrations) => migrations.repair({ action: 'forget', migration: name }));
    expect(await stateOf(name)).toBe('pending');
    directory.remove(`${name}.cql`);
  });

  it('is refused for code, of which nobody knows what it did', async () => {
    directory.write(
      '20260102_001_code.ts',
      `export default class { async upgrade(context) { await context.execute('CREATE TABLE by_code (id int PRIMARY KEY)'); throw new Error('broken'); } async downgrade(context) { await context.execute('DROP TABLE by_code'); } }`,
    );
    await expect(use((migrations) => migrations.apply())).rejects.toThrow('broken');
    await expect(use((migrations) => migrations.rollback())).rejects.toThrow(UnclearRollbackError);
    expect(await stateOf('20260102_001_code')).toBe('failed');
  });
});
