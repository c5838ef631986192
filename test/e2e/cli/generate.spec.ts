import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { useKeyspace } from '../../support/cassandra.js';
import { schemaOf, tablesOf } from '../../support/schema-of.js';
import { hosts, useProject } from './project.js';

const today = () => new Date().toISOString().slice(0, 10).replaceAll('-', '');

const entity = (...lines: readonly string[]) => `
import { ClusteringKey, Column, Entity, Indexed, PartitionKey } from 'nestjs-coodie';

@Entity({ name: 'products', options: { comment: "it's good" } })
export class Product {
  @PartitionKey('uuid') id!: string;
  @ClusteringKey('timestamp', { order: 'desc' }) at!: Date;
  @Column('text') brand!: string;
  @Column('double') price!: number;
  ${lines.join('\n  ')}
}
`;

describe('coodie migrate generate', () => {
  const keyspace = useKeyspace('cli_generate');
  const project = useProject({ 'src/product.entity.ts': entity("@Column('text') legacy!: string;") });
  const from = () => ['--keyspace', keyspace.name];
  const generate = (...args: readonly string[]) =>
    project.coodie(['migrate', 'generate', ...args, '--entities', 'src', '--keyspace', keyspace.name]);
  const migrate = (...args: readonly string[]) => project.coodie(['migrate', ...args, ...from(), ...hosts()]);
  const check = () => project.coodie(['schema', 'check', '--entities', 'src', ...from(), ...hosts()]);
  const files = () => readdirSync(join(project.path, 'migrations')).toSorted();
  const read = (file: string) => readFileSync(join(project.path, 'migrations', file), 'utf8');

  it('writes the first migration, which lint accepts', async () => {
    expect(await generate('--check')).toMatchObject({ code: 3, stderr: '' });
    const { code, stdout, stderr } = await generate('Create products');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const file = `${today()}_001_create_products.ts`;
    expect(stdout.split('\n').slice(0, 3)).toEqual([
      `${keyspace.name} · from 0 migrations · 1 change`,
      expect.stringMatching(/^ {2}\+ table products \(id, at, brand, price, legacy\) {2}CREATE TABLE products \(/),
      `migrations/${file} written, can be rolled back`,
    ]);
    expect(read(file)).toContain('export default class CreateProducts extends Migration {');
    expect((await migrate('lint', '--deny-warnings')).code).toBe(0);
  });

  it('leads to the entities, has nothing to generate then, and goes back', async () => {
    expect(await migrate('apply')).toMatchObject({ code: 0 });
    expect(await check()).toMatchObject({ code: 0 });
    expect(await generate()).toMatchObject({
      code: 0,
      stdout: `${keyspace.name} · from 1 migration · nothing to generate\n`,
    });
    expect(await generate('--check')).toMatchObject({ code: 0 });
    expect(await migrate('rollback')).toMatchObject({ code: 0 });
    expect(await tablesOf(keyspace.client, keyspace.name)).not.toContain('products');
    expect(await migrate('apply')).toMatchObject({ code: 0 });
  });

  it('adds a column with its index, without a database, with the same bytes each time', async () => {
    project.write(
      'src/product.entity.ts',
      entity("@Column('text') legacy!: string;", "@Column('int') @Indexed() rating!: number;"),
    );
    const dry = [await generate('--dry-run', '--json'), await generate('--dry-run', '--json')];
    expect(dry[0]?.stdout).toBe(dry[1]?.stdout);
    expect(JSON.parse(dry[0]?.stdout ?? '')).toMatchObject({
      from: 'history',
      migrations: 1,
      reversible: true,
      destructive: false,
      changes: [
        { table: 'products', subject: 'rating', sign: '+', statements: ['ALTER TABLE products ADD rating int'] },
        { subject: 'index products_rating_idx', downgrade: ['DROP INDEX products_rating_idx'] },
      ],
      impossible: [],
    });
    expect(files()).toHaveLength(1);
    const { code, stdout } = await generate();
    expect(code).toBe(0);
    expect(stdout).toContain('  ! C221 ');
    const file = `${today()}_002_add_rating_to_products.ts`;
    expect(files()).toContain(file);
    expect(read(file)).toBe(`import { Migration, type MigrationContext } from "nestjs-coodie";

export default class AddRatingToProducts extends Migration {
  override description = "Add rating to products";

  override async upgrade(context: MigrationContext): Promise<void> {
    await context.execute("ALTER TABLE products ADD rating int");
    await context.execute(
      "CREATE INDEX products_rating_idx ON products (rating)",
    );
  }

  override async downgrade(context: MigrationContext): Promise<void> {
    await context.execute("DROP INDEX products_rating_idx");
    await context.execute("ALTER TABLE products DROP rating");
  }
}
`);
    expect(await migrate('apply')).toMatchObject({ code: 0 });
    expect(await check()).toMatchObject({ code: 0 });
  });

  it('drops a column only where a person has said so', async () => {
    project.write('src/product.entity.ts', entity("@Column('int') @Indexed() rating!: number;"));
    const asked = await generate('--check');
    expect(asked.code).toBe(3);
    expect(asked.stdout).toMatch(/1 change has no migration\n {2}− products\.legacy text .* destructive\n/);
    const { code, stdout } = await generate('drop legacy', '--cql');
    expect(code).toBe(0);
    expect(stdout).toContain('✖ C107');
    const file = `${today()}_003_drop_legacy.cql`;
    expect(read(file)).toBe(`-- description: Drop legacy

-- upgrade
ALTER TABLE products DROP legacy;

-- downgrade
-- Note: the data of products.legacy is not brought back.
ALTER TABLE products ADD legacy text;
`);
    expect((await migrate('apply')).code).toBe(5);
    expect(await schemaOf(keyspace.client, keyspace.name)).toContain('legacy');
    project.remove(`migrations/${file}`);
    expect((await generate('drop legacy', '--cql', '--allow-destructive')).code).toBe(0);
    expect(await migrate('apply')).toMatchObject({ code: 0 });
    expect(await check()).toMatchObject({ code: 0 });
  });

  it('prints the steps of a change that has no statement, and writes nothing', async () => {
    const before = files();
    project.write(
      'src/product.entity.ts',
      entity("@Column('int') @Indexed() rating!: number;").replace(
        "@Column('double') price",
        "@Column('decimal') price",
      ),
    );
    const { code, stderr } = await generate('price as decimal');
    expect(code).toBe(5);
    expect(stderr).toContain('COODIE_NO_STATEMENT: 1 change that Cassandra has no statement for. Nothing was written.');
    expect(stderr).toContain('products.price   double → decimal (Product.price)');
    expect(stderr).toContain(
      "1 keep price as double, add a property   @Column('decimal', { name: 'price_new' }) priceNew",
    );
    expect((await generate('--check')).code).toBe(3);
    expect(files()).toEqual(before);
  });

  it('asks for the flag of a rename, and renames', async () => {
    const renamed = entity("@Column('int') @Indexed() rating!: number;").replace(' at!: Date', ' createdAt!: Date');
    project.write('src/product.entity.ts', renamed);
    const refused = await generate('rename at');
    expect(refused.code).toBe(5);
    expect(refused.stderr).toContain('--rename products.at=created_at');
    expect((await generate('rename at', '--rename', 'products.at=created_at')).code).toBe(0);
    expect(await migrate('apply')).toMatchObject({ code: 0 });
    expect(await check()).toMatchObject({ code: 0 });
    expect(await migrate('rollback')).toMatchObject({ code: 0 });
    expect(await schemaOf(keyspace.client, keyspace.name)).not.toContain('created_at');
    expect(await migrate('apply')).toMatchObject({ code: 0 });
  });

  it('names both files of a contradiction', async () => {
    const before = files();
    const other = '20990301_001_rating.cql';
    writeFileSync(
      join(project.path, 'migrations', other),
      '-- description: again\n-- upgrade\nALTER TABLE products ADD rating int;\n-- downgrade\nALTER TABLE products DROP rating;\n',
    );
    const { code, stderr } = await generate('x');
    expect(code).toBe(1);
    expect(stderr).toContain(
      `✖ ${other}:3:1 adds products.rating, which ${today()}_002_add_rating_to_products.ts has added. Nothing was written.`,
    );
    expect(stderr).toContain('Two branches made the same change');
    project.remove(`migrations/${other}`);
    expect(files()).toEqual(before);
  });

  it('says where the history does not begin at nothing, and compares with the database instead', async () => {
    project.write('partial/20260115_001_add_rating.cql', '-- upgrade\nALTER TABLE products ADD rating int;\n');
    const { code, stderr } = await generate('x', '--migrations-dir', 'partial');
    expect(code).toBe(1);
    expect(stderr).toContain(
      '20260115_001_add_rating.cql:2:1 alters products, which no migration makes: the history does not begin at nothing.',
    );
    await keyspace.client.execute('CREATE TABLE of_others (id int PRIMARY KEY)');
    const live = await generate('x', '--migrations-dir', 'partial', '--from', 'database', '--check', ...hosts());
    expect(live).toMatchObject({
      code: 0,
      stdout: `${keyspace.name} · from the database · nothing to generate\n`,
    });
  });
});

const BUILT_MODULE = `
import { Module } from '@nestjs/common';
import { CoodieModule, Entity, PartitionKey } from 'nestjs-coodie';
class Thing {}
PartitionKey('uuid')(Thing.prototype, 'id');
Entity({ name: 'things' })(Thing);
export class AppModule {}
Module({
  imports: [
    CoodieModule.forRoot({
      client: { contactPoints: ['127.0.0.1:1'], localDataCenter: 'none' },
      keyspace: 'catalog',
      migrations: { baseDir: import.meta.dirname, dir: 'migrations' },
      schema: { onBootstrap: process.env['AT_START'] ?? 'sync' },
    }),
    CoodieModule.forFeature([Thing]),
  ],
})(AppModule);
`;

describe('coodie migrate generate in an application that is built', () => {
  const project = useProject({
    'package.json': '{ "type": "module" }',
    'tsconfig.json': '{ "compilerOptions": { "rootDir": "src", "outDir": "dist" } }',
    'dist/app.module.js': BUILT_MODULE,
    'src/app.module.ts': '// built',
  });
  const generate = (...args: readonly string[]) => project.coodie(['migrate', 'generate', ...args]);

  it('writes beside the sources, in TypeScript, with guards where they are asked for', async () => {
    const { code, stdout, stderr } = await generate('create things', '--if-not-exists');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const file = `src/migrations/${today()}_001_create_things.ts`;
    expect(stdout).toContain(`\n${file} written, can be rolled back\n`);
    expect(stdout).toContain('Next: build, then coodie migrate verify');
    const text = readFileSync(join(project.path, file), 'utf8');
    expect(text).toContain('CREATE TABLE IF NOT EXISTS things (id uuid, PRIMARY KEY (id))');
    expect(text).toContain('DROP TABLE IF EXISTS things');
    expect(readdirSync(join(project.path, 'dist'))).toEqual(['app.module.js']);
  });

  it.each([
    ['sync', /^schema\.onBootstrap is 'sync': .* --if-not-exists/],
    ['verify', /^$/],
  ])('warns where a start may have been first: %s', async (atStart, warning) => {
    const words = ['migrate', 'generate', 'x', '--dry-run', '--migrations-dir', 'none'];
    const { code, stderr } = await project.coodie(words, { AT_START: atStart });
    expect(code).toBe(0);
    expect(stderr).toMatch(warning);
  });

  it('does not write the same migration again before it is built', async () => {
    const { code, stderr } = await generate('create things');
    expect(code).toBe(1);
    expect(stderr).toContain('Build again');
  });
});
