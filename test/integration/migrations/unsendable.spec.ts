import { MigrationFailedError, MigrationService, UnsupportedStatementError } from '../../../lib/index.js';
import { withApplication } from '../../support/application.js';
import { useKeyspace } from '../../support/cassandra.js';
import { useMigrationsDirectory } from '../../support/migrations-directory.js';
import { tablesOf } from '../../support/schema-of.js';

const FILE = '20260101_001_refused.cql';
const FIRST = 'CREATE TABLE first_one (id int PRIMARY KEY);';

const code = (statements: string) => `
  exports.default = class { async upgrade(context) { ${statements} } async downgrade() {} };
`;

describe('a statement that no server would run', () => {
  const keyspace = useKeyspace('unsendable');
  const directory = useMigrationsDirectory();
  const use = <T>(work: (migrations: MigrationService) => Promise<T>) =>
    withApplication({ keyspace: keyspace.name, migrations: { dir: directory.path } }, [], (app) =>
      work(app.get(MigrationService)),
    );
  const own = async () =>
    (await tablesOf(keyspace.client, keyspace.name)).filter((name) => !name.startsWith('_coodie_'));

  it.each([
    ['USE system;', 'USE would change the keyspace', 'qualify'],
    ['CONSISTENCY QUORUM;', 'CONSISTENCY is a command of cqlsh', 'Remove it'],
    ["source 'more.cql';", 'SOURCE is a command of cqlsh', 'Write the statements of that file'],
    ["COPY first_one (id) FROM 'a.csv';", 'COPY is a command of cqlsh', 'code'],
    ['DESCRIBE TABLES', 'DESCRIBE is a command of cqlsh', 'cqlsh'],
    ['FROBNICATE first_one;', 'no statement begins with FROBNICATE', 'Remove it'],
    ['INSRET INTO first_one (id) VALUES (1);', 'no statement begins with INSRET', 'INSERT'],
    ['CREATE TABLE second (id int PRIMARY KEY;', 'the ( is never closed', 'Close it with )'],
    ['INSERT INTO first_one (id) VALUES (1]);', 'the ( is closed with ]', 'Close it with )'],
    ["INSERT INTO first_one (id) VALUES ('1);", 'never closed', "Close it with '"],
    ['INSERT INTO first_one (id) VALUES (1)\n  TRUNCATE first_one;', 'TRUNCATE begins another statement', 'Write a ;'],
  ])('stops apply, its dry run and plan before the first statement: %s', async (statement, problem, advice) => {
    directory.write(FILE, `${FIRST}\n\n${statement}\n`);
    for (const attempt of [{}, { dryRun: true }, 'plan'] as const) {
      const error: unknown = await use<unknown>((migrations) =>
        attempt === 'plan' ? migrations.plan() : migrations.apply(attempt),
      ).catch((failure: unknown) => failure);
      expect(error).toBeInstanceOf(Error);
      const { message, hint = '' } = error as Error & { readonly hint?: string };
      expect(message).toMatch(/20260101_001_refused\.cql:[34]:\d+/);
      expect(message).toContain(problem);
      expect(`${message} ${hint}`).toContain(advice);
    }
    expect(await own()).toEqual([]);
    expect(await use((migrations) => migrations.status())).toMatchObject([{ state: 'pending' }]);
    directory.remove(FILE);
  });

  it('is refused where it stands in the downgrade, and all are named at once', async () => {
    directory.write(FILE, `-- upgrade\n${FIRST}\nPAGING OFF;\n-- downgrade\nDROP TABLE first_one;\nEXPAND ON;\n`);
    await expect(use((migrations) => migrations.apply())).rejects.toThrow(
      /refused\.cql:3:1 PAGING[^]*refused\.cql:6:1 EXPAND[^]*Nothing was run/,
    );
    expect(await own()).toEqual([]);
    directory.remove(FILE);
  });

  it('is not sent by code, and not noted by its dry run', async () => {
    const file = '20260101_001_refused.cjs';
    directory.write(file, code("await context.execute('CONSISTENCY ALL');"));
    const failure: unknown = await use((migrations) => migrations.apply()).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(MigrationFailedError);
    expect((failure as MigrationFailedError).cause).toBeInstanceOf(UnsupportedStatementError);
    await expect(use((migrations) => migrations.apply({ dryRun: true }))).rejects.toThrow('command of cqlsh');
    directory.remove(file);
  });
});

describe('USE of the target keyspace', () => {
  const keyspace = useKeyspace('needless_use');
  const directory = useMigrationsDirectory();
  const use = <T>(work: (migrations: MigrationService) => Promise<T>) =>
    withApplication({ keyspace: keyspace.name, migrations: { dir: directory.path } }, [], (app) =>
      work(app.get(MigrationService)),
    );

  it('is skipped: nothing shows or counts it', async () => {
    const script = (name: string) =>
      `-- upgrade\nUSE ${keyspace.name};\nCREATE TABLE ${name} (id int PRIMARY KEY);\n-- downgrade\nUSE "${keyspace.name}";\nDROP TABLE ${name};\n`;
    directory.write('20260101_001_used.cql', script('used'));
    const statements = ['CREATE TABLE used (id int PRIMARY KEY)'];
    expect(await use((migrations) => migrations.apply({ dryRun: true }))).toMatchObject([{ statements }]);
    expect((await use((migrations) => migrations.plan())).migrations[0]?.statements).toHaveLength(1);
    expect(await use((migrations) => migrations.apply())).toMatchObject([{ statements, count: 1 }]);
    expect(await use((migrations) => migrations.rollback())).toMatchObject([{ statements: ['DROP TABLE used'] }]);
    const findings = (await use((migrations) => migrations.lint())).findings.map(({ code: found }) => found);
    expect(findings).toEqual(['C112', 'C112']);
    directory.remove('20260101_001_used.cql');
  });

  it('is no position of the journal: a run that stopped is resumed with or without it', async () => {
    const file = '20260102_001_resumed.cql';
    const done = 'CREATE TABLE resumed (id int PRIMARY KEY);\n';
    directory.write(file, `${done}ALTER TABLE nowhere ADD a int;\nALTER TABLE resumed ADD b int;\n`);
    await expect(use((migrations) => migrations.apply())).rejects.toThrow('nowhere');
    directory.write(
      file,
      `USE ${keyspace.name};\n${done}ALTER TABLE resumed ADD a int;\nALTER TABLE nowhere ADD b int;\n`,
    );
    await expect(use((migrations) => migrations.apply())).rejects.toThrow('nowhere');
    directory.write(
      file,
      `${done}ALTER TABLE resumed ADD a int;\nUSE ${keyspace.name};\nALTER TABLE resumed ADD b int;\n`,
    );
    expect(await use((migrations) => migrations.apply())).toMatchObject([
      { statements: ['ALTER TABLE resumed ADD b int'] },
    ]);
  });

  it('is skipped where code sends it', async () => {
    const file = '20260103_001_code.cjs';
    directory.write(file, code('await context.execute(`USE ${context.keyspace}`);'));
    expect(await use((migrations) => migrations.apply())).toMatchObject([{ statements: [], count: 0 }]);
    directory.remove(file);
  });
});
