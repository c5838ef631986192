import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createKeyspace, dropKeyspace, useKeyspace } from '../../support/cassandra.js';
import { schemaOf } from '../../support/schema-of.js';
import { hosts, useProject } from './project.js';

const CREATE = `-- upgrade
CREATE TABLE products (id int PRIMARY KEY, name text, legacy text);
CREATE TABLE scratch (id int PRIMARY KEY);
INSERT INTO scratch (id) VALUES (1);
-- downgrade
DROP TABLE scratch;
DROP TABLE products;
`;
const SHAPE = `import { Migration, type MigrationContext } from 'nestjs-coodie';
export default class Shape extends Migration {
  override allowDestructive = true;
  override async upgrade(context: MigrationContext): Promise<void> {
    await context.execute('ALTER TABLE products DROP legacy');
    await context.execute('DROP TABLE scratch');
    await context.execute('CREATE INDEX products_name_idx ON products (name)');
  }
}
`;
const SEED = `INSERT INTO products (id, name) VALUES (1, 'first');`;
const LATER = `-- upgrade
ALTER TABLE products ADD rating int;
-- downgrade
ALTER TABLE products DROP rating;
`;
const SQUASH = '20260103_001_squashed';

describe('coodie migrate squash', () => {
  const full = useKeyspace('cli_squash');
  const others: string[] = [];
  const project = useProject({
    'migrations/20260101_001_create.cql': CREATE,
    'migrations/20260102_001_shape.ts': SHAPE,
    'migrations/20260103_001_seed.cql': SEED,
    'migrations/20260104_001_rating.cql': LATER,
  });
  const migrate = (keyspace: string, ...args: readonly string[]) =>
    project.coodie(['migrate', ...args, '--keyspace', keyspace, ...hosts()]);
  const files = (directory = '') => readdirSync(join(project.path, 'migrations', directory)).toSorted();
  const described = async (name: string) => {
    const statements = (await schemaOf(full.client, name)).replaceAll(name, 'ks').split(/;\n/);
    return statements.filter((cql) => /^CREATE (?!KEYSPACE|TABLE ks\."_coodie)/.test(cql)).toSorted();
  };
  const rows = async (name: string) => (await full.client.execute(`SELECT id, name FROM ${name}.products`)).rows;

  beforeAll(async () => {
    for (const prefix of ['cli_squash_empty', 'cli_squash_part']) others.push(await createKeyspace(prefix));
  });
  afterAll(() => Promise.all(others.map(dropKeyspace)));

  it('writes one file in place of the others, and puts these aside', async () => {
    expect(await migrate(full.name, 'apply')).toMatchObject({ code: 0 });
    expect(await migrate(others[1] ?? '', 'apply', '--target', '20260101_001')).toMatchObject({ code: 0 });
    const before = files();
    expect(await migrate(full.name, 'squash', '--to', '20260103', '--dry-run')).toMatchObject({ code: 0 });
    expect(files()).toEqual(before);
    expect(await project.coodie(['migrate', 'squash', '--to', '20260103'])).toEqual({
      code: 0,
      stdout: `migrations/${SQUASH}.cql written, in place of 3 migrations: 2 statements, 1 write
  1 write left out: the rows are gone in the end
Next: coodie migrate verify, then coodie migrate apply for each database
`,
      stderr: '',
    });
    expect(files()).toEqual([`${SQUASH}.cql`, '20260104_001_rating.cql', 'squashed']);
    expect(files('squashed')).toEqual(before.slice(0, 3));
    expect(readFileSync(join(project.path, 'migrations', `${SQUASH}.cql`), 'utf8')).toMatch(
      /^(-- coodie:replaces 2026\d{4}_001_\w+ [\da-f]{64}\n){3}-- description: Everything up to 20260103_001_seed\n/,
    );
    expect(await migrate(full.name, 'lint')).toMatchObject({ code: 0 });
  });

  it('runs nothing where all of them are applied, and is recorded', async () => {
    const before = await schemaOf(full.client, full.name);
    const { code, stdout } = await migrate(full.name, 'apply', '--json');
    expect({ code, applied: JSON.parse(stdout) as unknown }).toMatchObject({ code: 0 });
    expect(await schemaOf(full.client, full.name)).toBe(before);
    expect(await migrate(full.name, 'status', '--check')).toMatchObject({ code: 0 });
    const recorded = await full.client.execute(
      `SELECT migration_name FROM "_coodie_migrations" WHERE migration_name = '${SQUASH}'`,
    );
    expect(recorded.rowLength).toBe(1);
  });

  it('is not rolled back; what came after it is', async () => {
    expect(await migrate(full.name, 'rollback')).toMatchObject({ code: 0 });
    const { code, stderr } = await migrate(full.name, 'rollback');
    expect(code).toBe(1);
    expect(stderr).toContain(`${SQUASH}.cql cannot be rolled back`);
    expect(await migrate(full.name, 'apply')).toMatchObject({ code: 0 });
  });

  it('makes the same schema and rows in an empty keyspace', async () => {
    const [empty = ''] = others;
    expect(await migrate(empty, 'apply')).toMatchObject({ code: 0 });
    expect(await described(empty)).toEqual(await described(full.name));
    expect(await rows(empty)).toEqual(await rows(full.name));
  });

  it('is refused where a part of them is applied', async () => {
    const { code, stderr } = await migrate(others[1] ?? '', 'apply');
    expect(code).toBe(1);
    expect(stderr).toContain(
      `${SQUASH}.cql replaces 20260102_001_shape, 20260103_001_seed, which the database lacks, and 20260101_001_create, which it has.`,
    );
  });

  it('holds no function, and no writes of code', async () => {
    project.write('migrations/20260105_001_function.cql', 'DROP FUNCTION IF EXISTS f;');
    project.write(
      'migrations/20260106_001_rows.ts',
      SHAPE.replace(
        /( {4}await [^\n]*\n)+/,
        "    await context.execute('UPDATE products SET name = ? WHERE id = 1', ['x']);\n",
      ),
    );
    const { code, stderr } = await project.coodie(['migrate', 'squash', '--to', '20260106']);
    expect(code).toBe(5);
    expect(stderr).toContain('20260105_001_function.cql has a statement about a function.');
    expect(stderr).toContain('20260106_001_rows.ts reads or writes rows in code');
    expect(files()).toContain(`${SQUASH}.cql`);
  });
});
