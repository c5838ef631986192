import { useKeyspace } from '../../support/cassandra.js';
import { tablesOf } from '../../support/schema-of.js';
import { ADD_RATING, CREATE_REVIEWS } from './files.js';
import { hosts, useProject } from './project.js';

const CREATE = '20260115_001_create_reviews';
const RATING = '20260115_002_add_rating';

describe('coodie migrate', () => {
  const keyspace = useKeyspace('cli_migrate');
  const project = useProject({
    [`migrations/${CREATE}.cql`]: CREATE_REVIEWS,
    [`migrations/${RATING}.ts`]: ADD_RATING,
  });
  const migrate = (...args: readonly string[]) =>
    project.coodie(['migrate', ...args, '--keyspace', keyspace.name, ...hosts()]);
  const json = async (...args: readonly string[]): Promise<unknown> =>
    JSON.parse((await migrate(...args, '--json')).stdout);
  const tables = () => tablesOf(keyspace.client, keyspace.name);

  it.each([['--dry-run'], ['apply', '--dry-run']])('%s %s writes nothing at all', async (...args) => {
    const { code, stdout } = await migrate(...args);
    expect(code).toBe(0);
    expect(stdout).toContain('2 migrations would be applied · dry run: nothing is sent');
    expect(stdout).toContain('    CREATE TABLE reviews (id uuid PRIMARY KEY, author text);');
    expect(stdout).toContain('    ALTER TABLE reviews ADD rating int;');
    expect(await tables()).toEqual([]);
  });

  it.each([['--status'], ['status']])('%s leaves an untouched keyspace untouched', async (arg) => {
    const { code, stdout, stderr } = await migrate(arg);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(`• ${CREATE}  pending`);
    expect(stdout).toContain('2 pending: apply with `coodie migrate apply`');
    expect(await tables()).toEqual([]);
  });

  it('status --check ends with 3 while something is pending', async () => {
    expect((await migrate('status', '--check')).code).toBe(3);
    expect((await migrate('--status', '--check')).code).toBe(3);
  });

  it('apply stops at its target', async () => {
    const { code, stdout } = await migrate('apply', '--target', '20260115_001');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^cli_migrate_\w+ · 1 pending · lock taken by \S+\n\n {2}20260115_001_create_reviews\n/);
    expect(stdout).toMatch(/ {4}✔ CREATE TABLE reviews \(id uuid PRIMARY KEY, author text\) +[\d.]+ m?s\n/);
    expect(stdout).toMatch(/✔ 1 migration applied · 1 statement · [\d.]+ m?s\n$/);
    expect(await tables()).toContain('reviews');
  });

  it('without more applies the rest, and without a terminal has no colours', async () => {
    const { code, stdout } = await migrate();
    expect(code).toBe(0);
    expect(stdout).not.toContain('\u001B');
    expect((await migrate('status', '--check')).code).toBe(0);
  });

  it('says in one line that there is nothing to do', async () => {
    expect((await migrate('apply')).stdout).toBe(`${keyspace.name} · nothing to apply\n`);
  });

  it('status --json has the shape that programs rely on', async () => {
    const checksum = expect.stringMatching(/^[0-9a-f]{64}$/) as unknown;
    const appliedAt = expect.stringMatching(/^\d{4}-.*Z$/) as unknown;
    expect(await json('status')).toEqual({
      keyspace: keyspace.name,
      migrations: [
        { name: CREATE, state: 'applied', description: 'the reviews', appliedAt, checksum },
        { name: RATING, state: 'applied', description: 'Add rating', appliedAt, checksum },
      ],
      problems: [],
    });
  });

  it('rollback in a pipe just runs, one step', async () => {
    expect(await json('rollback')).toEqual({
      keyspace: keyspace.name,
      direction: 'downgrade',
      dryRun: false,
      migrations: [{ name: RATING, statements: ['ALTER TABLE reviews DROP rating'], milliseconds: expect.any(Number) }],
    });
  });

  it('--rollback --steps rolls back more', async () => {
    expect((await migrate('apply')).code).toBe(0);
    const { code, stdout } = await migrate('--rollback', '--steps', '2');
    expect(code).toBe(0);
    expect(stdout).toMatch(/✔ 2 migrations rolled back · 2 statements/);
    expect(await tables()).not.toContain('reviews');
    expect((await migrate('rollback')).stdout).toBe(`${keyspace.name} · nothing to roll back\n`);
  });

  it('rollback --target goes back to that one', async () => {
    await migrate('apply');
    expect(await json('rollback', '--target', CREATE, '--dry-run')).toMatchObject({
      dryRun: true,
      migrations: [{ name: RATING }],
    });
  });

  it('refuses to go on when an applied file has changed, and shows both checksums', async () => {
    project.write(`migrations/${CREATE}.cql`, `${CREATE_REVIEWS}-- edited\n`);
    const { code, stdout, stderr } = await migrate('apply');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^✖ 20260115_001_create_reviews\.cql changed after it was applied/);
    expect(stderr).toMatch(/recorded \w{4}…\w{2} {3}file \w{4}…\w{2}/);
    expect((await migrate('status', '--check')).code).toBe(3);
    expect(await json('status')).toMatchObject({
      problems: [{ code: 'COODIE_CHANGED_MIGRATIONS', migration: CREATE }],
    });
    project.write(`migrations/${CREATE}.cql`, CREATE_REVIEWS);
  });

  it('refuses what is destructive and does not say so', async () => {
    project.write('migrations/20260301_001_drop_author.cql', 'ALTER TABLE reviews DROP author;');
    const { code, stderr } = await migrate('apply');
    expect(code).toBe(5);
    expect(stderr).toMatch(/^✖ 20260301_001_drop_author\.cql:1:1 is destructive and does not say so\./);
    expect(stderr).toContain('-- allow-destructive');
    const { error } = (await json('apply')) as { readonly error: unknown };
    expect(error).toMatchObject({ code: 'COODIE_DESTRUCTIVE', facts: { statements: [{ cql: expect.any(String) }] } });
    project.remove('migrations/20260301_001_drop_author.cql');
  });

  it('tells which statement failed, and keeps what the server said', async () => {
    project.write('migrations/20260302_001_wrong.cql', 'ALTER TABLE nowhere ADD a int;');
    const { code, stdout, stderr } = await migrate('apply');
    expect(code).toBe(1);
    expect(stdout).toMatch(/ {4}✖ ALTER TABLE nowhere ADD a int {2}after [\d.]+ m?s\n$/);
    expect(stderr).toMatch(/^✖ 20260302_001_wrong\.cql\S* failed in upgrade:/);
    expect(stderr).toMatch(/nowhere' doesn't exist/);
    expect(stderr).not.toMatch(/^ +at /m);
    expect((await migrate('apply', '--verbose')).stderr).toMatch(/^ +at /m);
    project.remove('migrations/20260302_001_wrong.cql');
  });

  it.each([[['apply']], [['apply', '--dry-run']], [['plan']]])(
    '%s refuses commands of cqlsh, and skips USE of the keyspace',
    async (args) => {
      const file = '20260303_001_cqlsh.cql';
      const used = `USE ${keyspace.name};\nCREATE TABLE half (id int PRIMARY KEY);\n`;
      project.write(`migrations/${file}`, `${used}  TRACING ON;\n`);
      const { code, stderr } = await migrate(...args);
      expect(code).toBe(1);
      expect(stderr).toContain(`${file}:3:3 TRACING is a command of cqlsh`);
      expect(stderr).not.toContain('USE');
      expect(await tables()).not.toContain('half');
      project.remove(`migrations/${file}`);
    },
  );

  it.each([
    ['an unknown target', ['apply', '--target', '2027'], 'No migration is called 2027'],
    ['an ambiguous target', ['apply', '--target', '20260115'], 'may mean'],
    ['a directory that is not there', ['apply', '--migrations-dir', 'nowhere'], 'There is no migrations directory'],
    ['a data centre that is not there', ['status', '--local-dc', 'nowhere'], 'nowhere'],
    ['a keyspace that is not there', ['status', '--keyspace', 'nowhere'], 'There is no keyspace nowhere.'],
  ])('ends with 1 for %s', async (_, args, message) => {
    const { code, stderr } = await project.coodie(['migrate', '--keyspace', keyspace.name, ...hosts(), ...args]);
    expect(stderr).toContain(message);
    expect(code).toBe(1);
  });
});
