import { createHash } from 'node:crypto';
import {
  AmbiguousMigrationError,
  ChangedMigrationsError,
  DestructiveStatementError,
  InvalidStepsError,
  IrreversibleMigrationError,
  MigrationDirectoryMissingError,
  MigrationFailedError,
  MigrationFilesError,
  MigrationService,
  MissingMigrationsError,
  OutOfOrderMigrationsError,
  UnknownMigrationError,
} from '../../../lib/index.js';
import { withApplication } from '../../support/application.js';
import { useKeyspace } from '../../support/cassandra.js';
import { useMigrationsDirectory } from '../../support/migrations-directory.js';
import { schemaOf, tablesOf } from '../../support/schema-of.js';
import { isDdl, sentStatements } from '../../support/sent-statements.js';

const CREATE = `-- description: the reviews
-- upgrade
CREATE TABLE reviews (id uuid PRIMARY KEY, author text);
-- downgrade
DROP TABLE reviews;
`;
const RATING = `
export default class AddRating {
  description = 'Add rating';
  allowDestructive = false;
  reversible = true;
  async upgrade(ctx) { await ctx.execute('ALTER TABLE reviews ADD rating int'); }
  async downgrade(ctx) { await ctx.execute('ALTER TABLE reviews DROP rating'); }
}
`;
const INDEX = 'CREATE INDEX reviews_author_idx ON reviews (author);';

describe('MigrationService', () => {
  const keyspace = useKeyspace('migrations');
  const directory = useMigrationsDirectory();

  function use<T>(work: (migrations: MigrationService) => Promise<T>, dir = directory.path): Promise<T> {
    return withApplication({ keyspace: keyspace.name, migrations: { dir } }, [], (app) =>
      work(app.get(MigrationService)),
    );
  }

  const states = () =>
    use(async (migrations) => (await migrations.status()).map(({ name, state }) => `${name.slice(9)} ${state}`));

  beforeAll(() => {
    directory.write('20260115_001_create_reviews.cql', CREATE);
    directory.write('20260115_002_add_rating.ts', RATING);
    directory.write('20260115_0010_index_author.cql', INDEX);
    directory.write('README.md', 'ignored');
    directory.write('20260115_001_create_reviews.d.ts', 'ignored');
  });

  it('answers questions about an untouched keyspace and leaves it untouched', async () => {
    expect(await states()).toEqual([
      '001_create_reviews pending',
      '002_add_rating pending',
      '0010_index_author pending',
    ]);
    const plan = await use((migrations) => migrations.apply({ dryRun: true }));
    expect(plan.map(({ statements }) => statements)).toEqual([
      ['CREATE TABLE reviews (id uuid PRIMARY KEY, author text)'],
      ['ALTER TABLE reviews ADD rating int'],
      ['CREATE INDEX reviews_author_idx ON reviews (author)'],
    ]);
    expect(await use((migrations) => migrations.pending())).toHaveLength(3);
    expect(await tablesOf(keyspace.client, keyspace.name)).toEqual([]);
  });

  it.each([
    ['unknown', '2027', UnknownMigrationError],
    ['ambiguous', '20260115_00', AmbiguousMigrationError],
  ])('refuses an %s target before anything runs', async (_, target, error) => {
    await expect(use((migrations) => migrations.apply({ target }))).rejects.toThrow(error);
    expect(await tablesOf(keyspace.client, keyspace.name)).toEqual([]);
  });

  it('applies up to a target and then the rest, in the order of their numbers', async () => {
    const first = await use((migrations) => migrations.apply({ target: '20260115_001' }));
    expect(first.map(({ name }) => name)).toEqual(['20260115_001_create_reviews']);
    expect(await states()).toEqual([
      '001_create_reviews applied',
      '002_add_rating pending',
      '0010_index_author pending',
    ]);
    const rest = await use((migrations) => migrations.apply());
    expect(rest.map(({ name }) => name)).toEqual(['20260115_002_add_rating', '20260115_0010_index_author']);
    expect(await schemaOf(keyspace.client, keyspace.name)).toContain('rating int');
  });

  it('keeps the state table in the shape of the Python original', async () => {
    const { rows } = await keyspace.client.execute('SELECT * FROM "_coodie_migrations"');
    const row = rows.find((candidate) => candidate['migration_name'] === '20260115_001_create_reviews');
    expect(rows).toHaveLength(3);
    expect(row?.['description']).toBe('the reviews');
    expect(row?.['checksum']).toBe(createHash('sha256').update(CREATE).digest('hex'));
    expect(row?.['applied_at']).toBeInstanceOf(Date);
    expect((await keyspace.client.execute('SELECT * FROM "_coodie_migrations_lock"')).rows).toEqual([]);
  });

  it('sends four reads at most and no DDL when nothing is pending', async () => {
    const sent = await sentStatements(() => use((migrations) => migrations.apply()));
    expect(sent.filter(isDdl)).toEqual([]);
    expect(sent.length).toBeLessThanOrEqual(4);
  });

  it('takes other line ends and a byte order mark for the same file', async () => {
    directory.write('20260115_001_create_reviews.cql', `\uFEFF${CREATE.replaceAll('\n', '\r\n')}`);
    expect((await states())[0]).toBe('001_create_reviews applied');
  });

  it('does not take a TypeScript file for a change of the JavaScript built from it', async () => {
    directory.remove('20260115_002_add_rating.ts');
    directory.write('20260115_002_add_rating.js', `${RATING}// built`);
    const status = await use((migrations) => migrations.status());
    expect(status[1]).toMatchObject({
      state: 'applied',
      note: expect.stringContaining('cannot be compared') as string,
    });
    directory.remove('20260115_002_add_rating.js');
    directory.write('20260115_002_add_rating.ts', RATING);
  });

  it('refuses to go on, up or down, when an applied file changed', async () => {
    directory.write('20260115_002_add_rating.ts', `${RATING}// changed`);
    expect((await states())[1]).toBe('002_add_rating changed');
    await expect(use((migrations) => migrations.apply())).rejects.toThrow(ChangedMigrationsError);
    await expect(use((migrations) => migrations.rollback())).rejects.toThrow(ChangedMigrationsError);
    directory.write('20260115_002_add_rating.ts', RATING);
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses to roll back %s steps', async (steps) => {
    await expect(use((migrations) => migrations.rollback({ steps }))).rejects.toThrow(InvalidStepsError);
  });

  it('refuses an irreversible rollback before anything of it runs', async () => {
    const before = await schemaOf(keyspace.client, keyspace.name);
    await expect(use((migrations) => migrations.rollback({ steps: 2 }))).rejects.toThrow(IrreversibleMigrationError);
    expect(await schemaOf(keyspace.client, keyspace.name)).toBe(before);
  });

  it('refuses to roll back what has no file', async () => {
    directory.remove('20260115_0010_index_author.cql');
    expect(await states()).toContain('0010_index_author missing');
    await expect(use((migrations) => migrations.rollback())).rejects.toThrow(MissingMigrationsError);
    directory.write(
      '20260115_0010_index_author.cql',
      `-- upgrade\n${INDEX}\n-- downgrade\nDROP INDEX reviews_author_idx;`,
    );
    await keyspace.client.execute(
      `UPDATE "_coodie_migrations" SET checksum = '' WHERE migration_name = '20260115_0010_index_author'`,
    );
  });

  it('shows a rollback without doing it, then does it, the newest first', async () => {
    const plan = await use((migrations) => migrations.rollback({ steps: 2, dryRun: true }));
    expect(plan.map(({ statements }) => statements)).toEqual([
      ['DROP INDEX reviews_author_idx'],
      ['ALTER TABLE reviews DROP rating'],
    ]);
    const done = await use((migrations) => migrations.rollback({ target: '20260115_001_create_reviews' }));
    expect(done.map(({ name }) => name)).toEqual(['20260115_0010_index_author', '20260115_002_add_rating']);
    expect(await schemaOf(keyspace.client, keyspace.name)).not.toContain('rating int');
    expect(await states()).toEqual([
      '001_create_reviews applied',
      '002_add_rating pending',
      '0010_index_author pending',
    ]);
  });

  it('refuses a script that destroys something, before anything runs', async () => {
    directory.write('20260116_001_drop.cql', 'ALTER TABLE reviews ADD x int;\nALTER TABLE reviews DROP author;');
    const before = await schemaOf(keyspace.client, keyspace.name);
    const error: unknown = await use((migrations) => migrations.apply()).catch((failure: unknown) => failure);
    expect(error).toBeInstanceOf(DestructiveStatementError);
    expect(String(error)).toContain('20260116_001_drop.cql:2:1');
    expect(await schemaOf(keyspace.client, keyspace.name)).toBe(before);
    directory.write('20260116_001_drop.cql', '-- allow-destructive\n-- upgrade\nALTER TABLE reviews DROP author;');
  });

  it('says what failed and what was applied before it', async () => {
    directory.write(
      '20260115_0010_index_author.cql',
      'ALTER TABLE reviews ADD y int; CREATE INDEX nope ON reviews (missing);',
    );
    const error: unknown = await use((migrations) => migrations.apply()).catch((failure: unknown) => failure);
    expect(error).toBeInstanceOf(MigrationFailedError);
    expect(String(error)).toContain('ALTER TABLE reviews ADD y int');
    expect(await states()).toEqual([
      '001_create_reviews applied',
      '002_add_rating applied',
      '0010_index_author failed',
      '001_drop pending',
    ]);
  });

  it('refuses a migration that comes before an applied one', async () => {
    directory.write('20260114_001_late.cql', 'ALTER TABLE reviews ADD z int;');
    await expect(use((migrations) => migrations.apply())).rejects.toThrow(OutOfOrderMigrationsError);
    expect((await states())[0]).toBe('001_late out-of-order');
    directory.remove('20260114_001_late.cql');
  });

  it('names every file that is no migration, and two of one name', async () => {
    directory.write('20260115_002_add_rating.js', RATING);
    directory.write('Add_Rating.ts', RATING);
    const error: unknown = await use((migrations) => migrations.apply()).catch((failure: unknown) => failure);
    expect(error).toBeInstanceOf(MigrationFilesError);
    expect(String(error)).toContain('Add_Rating.ts');
    expect(String(error)).toContain('20260115_002_add_rating.js and 20260115_002_add_rating.ts are the same migration');
    directory.remove('20260115_002_add_rating.js');
    directory.remove('Add_Rating.ts');
  });

  it('refuses a directory that is not there', async () => {
    await expect(use((migrations) => migrations.status(), `${directory.path}/missing`)).rejects.toThrow(
      MigrationDirectoryMissingError,
    );
  });
});
