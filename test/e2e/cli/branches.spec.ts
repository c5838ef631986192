import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { useKeyspace } from '../../support/cassandra.js';
import { schemaOf, tablesOf } from '../../support/schema-of.js';
import { hosts, useProject } from './project.js';

const script = (upgrade: string, downgrade: string) => `-- upgrade\n${upgrade};\n-- downgrade\n${downgrade};\n`;

const generated = (name: string, upgrade: string, downgrade: string) => `
import { Migration, type MigrationContext } from 'nestjs-coodie';

export default class ${name} extends Migration {
  override async upgrade(context: MigrationContext): Promise<void> {
    await context.execute('${upgrade}');
  }

  override async downgrade(context: MigrationContext): Promise<void> {
    await context.execute('${downgrade}');
  }
}
`;

const MAIN = script('CREATE TABLE products (id int PRIMARY KEY, brand text, legacy text)', 'DROP TABLE products');
const RATING = ['ALTER TABLE products ADD rating int', 'ALTER TABLE products DROP rating'] as const;
const ENTITY = `import { Column, Entity, PartitionKey } from 'nestjs-coodie';
@Entity({ name: 'products' })
export class Product {
  @PartitionKey('int') id!: number;
  @Column('text') brand!: string;
  @Column('text') legacy!: string;
}
`;

describe('two branches that are merged', () => {
  const keyspace = useKeyspace('cli_branches');
  const project = useProject({ 'src/product.entity.ts': ENTITY, 'main/20260101_001_products.cql': MAIN });
  const on = () => ['--keyspace', keyspace.name];
  const run = (directory: string, command: string, ...args: readonly string[]) =>
    project.coodie(['migrate', command, ...args, '--migrations-dir', directory, ...on()]);
  const generate = (directory: string) => run(directory, 'generate', 'x', '--entities', 'src');
  const apply = (directory: string, ...args: readonly string[]) => run(directory, 'apply', ...args, ...hosts());

  /** The migrations of the main branch and of two others. */
  function merged(directory: string, files: Readonly<Record<string, string>>): string {
    for (const [name, text] of Object.entries({ '20260101_001_products.cql': MAIN, ...files }))
      project.write(`${directory}/${name}`, text);
    return directory;
  }

  it('with the same change: every command names both files, and nothing is run', async () => {
    const directory = merged('same', {
      '20260301_001_rating.ts': generated('Rating', ...RATING),
      '20260301_002_rate.cql': script(...RATING),
    });
    const said = '20260301_002_rate.cql:2:1 adds products.rating, which 20260301_001_rating.ts has added.';
    const advice = 'Two branches made the same change: delete one of the two files, or change the later one.';
    const [made, verified, applied] = [
      await generate(directory),
      await run(directory, 'verify'),
      await apply(directory),
    ] as const;
    expect(made).toMatchObject({ code: 1, stderr: expect.stringContaining(`✖ ${said} Nothing was written.`) });
    expect(verified).toMatchObject({ code: 1, stderr: expect.stringContaining(`✖ ${said} Nothing was verified.`) });
    expect(applied).toMatchObject({ code: 1, stderr: expect.stringContaining(`✖ ${said} Nothing was run.`) });
    for (const { stderr } of [made, verified, applied]) expect(stderr).toContain(advice);
    const { stdout, code } = await run(directory, 'lint', '--json');
    expect({ code, findings: JSON.parse(stdout).findings }).toMatchObject({
      code: 5,
      findings: expect.arrayContaining([
        expect.objectContaining({
          code: 'C247',
          severity: 'error',
          origin: '20260301_002_rate.cql',
          line: 2,
          message: 'adds products.rating, which 20260301_001_rating.ts has added',
        }),
      ]),
    });
    expect(await tablesOf(keyspace.client, keyspace.name)).not.toContain('products');
  });

  it('with changes that exclude each other: each command says which uses what the other drops', async () => {
    const directory = merged('conflict', {
      '20260301_001_brands.cql': script('CREATE INDEX brands ON products (brand)', 'DROP INDEX brands'),
      '20260301_002_no_brand.cql': `-- allow-destructive\n${script('ALTER TABLE products DROP brand', 'ALTER TABLE products ADD brand text')}`,
    });
    const said =
      '20260301_002_no_brand.cql:3:1 drops or changes products.brand, which index brands of 20260301_001_brands.cql uses.';
    for (const { code, stderr } of [await generate(directory), await run(directory, 'verify'), await apply(directory)])
      expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(said) });
    const { stdout } = await run(directory, 'lint');
    expect(stdout).toContain('brand has the index brands of 20260301_001_brands.cql');
    expect(await tablesOf(keyspace.client, keyspace.name)).not.toContain('products');
  });

  it('with different changes: nothing is said, and both run', async () => {
    const directory = merged('unrelated', {
      '20260301_001_rating.ts': generated('Rating', ...RATING),
      '20260301_002_vendor.cql': script('ALTER TABLE products ADD vendor text', 'ALTER TABLE products DROP vendor'),
    });
    expect(await run(directory, 'lint')).toMatchObject({ code: 0, stdout: expect.not.stringContaining('C247') });
    expect(await apply(directory)).toMatchObject({ code: 0, stderr: '' });
    const schema = await schemaOf(keyspace.client, keyspace.name);
    expect(schema).toContain('rating');
    expect(schema).toContain('vendor');
  });

  it('with the same number: lint reports it, and renumber gives the later file the next one', async () => {
    const directory = merged('unrelated', {
      '20260301_002_zip.cql': script('ALTER TABLE products ADD zip int', 'ALTER TABLE products DROP zip'),
    });
    const { stdout } = await run(directory, 'lint');
    expect(stdout).toContain('C104');
    expect(await project.coodie(['migrate', 'renumber', '20260301_002', '--migrations-dir', directory])).toMatchObject({
      code: 1,
    });
    const applied = await run(directory, 'renumber', '20260301_002_vendor', ...hosts());
    expect(applied).toMatchObject({ code: 5, stderr: expect.stringContaining('20260301_002_vendor is applied in') });
    expect(await run(directory, 'renumber', '20260301_002_zip', ...hosts())).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringMatching(/^unrelated\/20260301_002_zip\.cql → unrelated\/\d{8}_001_zip\.cql\n$/),
    });
    expect(readdirSync(join(project.path, directory))).toEqual(
      expect.arrayContaining([expect.stringMatching(/^(?!20260301)\d{8}_001_zip\.cql$/)]),
    );
    expect(await apply(directory)).toMatchObject({ code: 0 });
  });

  it('where somebody has made room for the second change: apply asks the database, and runs it', async () => {
    const directory = merged('unrelated', { '20990101_001_again.cql': script(...RATING) });
    expect(await apply(directory)).toMatchObject({ code: 1, stderr: expect.stringContaining('adds products.rating') });
    await keyspace.client.execute('ALTER TABLE products DROP rating');
    expect(await apply(directory)).toMatchObject({ code: 0, stderr: '' });
  });
});
