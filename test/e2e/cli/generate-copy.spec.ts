import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { useKeyspace } from '../../support/cassandra.js';
import { hosts, useProject } from './project.js';

const ENTITIES = `
import { ClusteringKey, Column, Entity, PartitionKey } from 'nestjs-coodie';

@Entity({ name: 'products' })
export class Product {
  @PartitionKey('int') id!: number;
  @ClusteringKey('int') size!: number;
  @Column('double') price!: number;
  @Column('decimal') exactPrice!: unknown;
  @Column('int') stock!: number;
  @Column('bigint') stockNew!: unknown;
}
`;

const BY_STOCK = `
import { ClusteringKey, Entity, PartitionKey } from 'nestjs-coodie';

@Entity({ name: 'products_by_stock' })
export class ProductByStock {
  @PartitionKey('int') stock!: number;
  @ClusteringKey('int') id!: number;
  @ClusteringKey('int') size!: number;
}
`;

describe('coodie migrate generate --copy', () => {
  const keyspace = useKeyspace('cli_copy');
  const project = useProject({ 'src/product.entity.ts': ENTITIES });
  const generate = (...args: readonly string[]) =>
    project.coodie(['migrate', 'generate', ...args, '--entities', 'src', '--keyspace', keyspace.name]);
  const migrate = (...args: readonly string[]) =>
    project.coodie(['migrate', ...args, '--keyspace', keyspace.name, ...hosts()]);
  const files = () => readdirSync(join(project.path, 'migrations')).toSorted();
  const newest = () => join(project.path, 'migrations', files().at(-1) ?? '');
  const rows = async () =>
    (await keyspace.client.execute('SELECT id, size, exact_price, stock_new FROM products')).rows
      .map((row) => [row['id'], row['size'], row['exact_price'], row['stock_new']].map(String).join(' '))
      .toSorted();

  beforeAll(async () => {
    await generate('create products');
    await migrate('apply');
    const insert = (columns: string, values: string) =>
      keyspace.client.execute(`INSERT INTO products (${columns}) VALUES (${values})`);
    await insert('id, size, price, stock', '1, 1, 1.5, 7');
    await insert('id, size, price, exact_price, stock', '1, 2, 2.5, 9.99, 8');
    await insert('id, size', '2, 1');
  });

  it('copies values that every value of the new type can hold, as they are', async () => {
    const { code, stdout, stderr } = await generate('--copy', 'products.stock=stock_new');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('~ products.stock → stock_new');
    expect(stdout).toContain('written, cannot be rolled back');
    expect(newest()).toMatch(/_copy_products_stock\.ts$/);
    expect((await migrate('lint', '--deny-warnings')).code).toBe(0);
    expect(await migrate('apply')).toMatchObject({ code: 0 });
    expect(await rows()).toEqual(['1 1 null 7', '1 2 9.99 8', '2 1 null null']);
  });

  it('copies a table into one with another key, as the generated file stands', async () => {
    project.write('src/by-stock.entity.ts', BY_STOCK);
    expect((await generate('by stock')).code).toBe(0);
    expect((await migrate('apply')).code).toBe(0);
    expect((await generate('--copy', 'products=products_by_stock')).code).toBe(0);
    expect((await migrate('lint', '--deny-warnings')).code).toBe(0);
    // A row without the new key cannot be copied.
    await keyspace.client.execute('DELETE FROM products WHERE id = 2');
    expect(await migrate('apply')).toMatchObject({ code: 0 });
    const copied = await keyspace.client.execute('SELECT stock, id, size FROM products_by_stock');
    expect(copied.rows.map((row) => [row['stock'], row['id'], row['size']].map(String).join(' ')).toSorted()).toEqual([
      '7 1 1',
      '8 1 2',
    ]);
    await keyspace.client.execute('INSERT INTO products (id, size) VALUES (2, 1)');
  });

  it('leaves the conversion of other types to a person, and stops at the first row until it is written', async () => {
    const { code, stdout } = await generate('copy prices', '--copy', 'products.price=exact_price');
    expect(code).toBe(0);
    expect(stdout).toContain('✖ C115 the conversion throws an error');
    expect((await migrate('lint')).code).toBe(5);
    const stopped = await migrate('apply');
    expect(stopped).toMatchObject({ code: 1 });
    expect(stopped.stderr).toContain('say how double becomes decimal');
    const text = readFileSync(newest(), 'utf8');
    writeFileSync(newest(), text.replace(/throw new Error\([^)]*\)/, 'return String(_value)'));
    expect((await migrate('lint', '--deny-warnings')).code).toBe(0);
    expect(await migrate('apply')).toMatchObject({ code: 0 });
    expect(await rows()).toEqual(['1 1 1.5 7', '1 2 9.99 8', '2 1 null null']);
  });

  it('shows the file with --dry-run, the same bytes each time, and writes nothing', async () => {
    const before = files();
    const json = ['--copy', 'products.stock=stock_new', '--dry-run', '--json'];
    const [first, second] = [await generate(...json), await generate(...json)];
    expect(JSON.parse(first.stdout)).toMatchObject({
      from: 'history',
      reversible: false,
      destructive: false,
      changes: [{ table: 'products', subject: 'stock_new', sign: '~', risk: 'safe', statements: [] }],
      impossible: [],
    });
    expect(first.stdout).toBe(second.stdout);
    expect(files()).toEqual(before);
  });

  it.each([
    [
      'a column that no migration adds',
      ['--copy', 'products.price=price_new'],
      'there is no column products.price_new',
    ],
    ['a key column', ['--copy', 'products.price=size'], 'products.size is part of the primary key'],
    ['a text that is no copy', ['--copy', 'products'], '"products" is no copy'],
    ['a script', ['--copy', 'products.price=exact_price', '--cql'], '--copy and --cql exclude each other'],
    ['a check', ['--copy', 'products.price=exact_price', '--check'], '--copy and --check exclude each other'],
  ])('refuses %s as wrong use, and writes nothing', async (_, args, problem) => {
    const before = files();
    const { code, stderr } = await generate(...args);
    expect(code).toBe(2);
    expect(stderr).toContain(problem);
    expect(files()).toEqual(before);
  });
});

describe('a file that cannot be written', () => {
  const project = useProject({ 'src/product.entity.ts': ENTITIES, taken: 'a file' });

  it.each([
    ['migrate generate', ['migrate', 'generate', 'x', '--entities', 'src', '--migrations-dir', 'taken/migrations']],
    ['schema erd', ['schema', 'erd', '--entities', 'src', '--out', 'taken/erd.svg']],
  ])('is named by %s, and is wrong use', async (_, words) => {
    const { code, stderr } = await project.coodie([...words, '--keyspace', 'shop']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/taken\/\S+ cannot be written: (?:ENOTDIR|EEXIST)/);
    expect(stderr).toContain('Check the path and its permissions.');
  });
});

describe('coodie migrate generate --skip-impossible', () => {
  const project = useProject({
    'src/product.entity.ts': ENTITIES.replace("@Column('double') price", "@Column('float') price")

      .replace('stockNew!: unknown;', "stockNew!: unknown;\n  @Column('text') brand!: string;"),
    'migrations/20260101_001_products.cql':
      '-- upgrade\nCREATE TABLE products (id int, size int, price double, exact_price decimal, stock int, stock_new bigint, PRIMARY KEY (id, size));\n-- downgrade\nDROP TABLE products;\n',
  });
  const generate = (...args: readonly string[]) =>
    project.coodie(['migrate', 'generate', 'brands', ...args, '--entities', 'src', '--keyspace', 'shop']);

  it('writes the rest, and says at the top of the file what is left out', async () => {
    expect((await generate()).code).toBe(5);
    const { code, stdout } = await generate('--skip-impossible');
    expect(code).toBe(0);
    expect(stdout).toContain('products.price   double → float');
    const [, file = ''] = readdirSync(join(project.path, 'migrations')).toSorted();
    const text = readFileSync(join(project.path, 'migrations', file), 'utf8');
    expect(text.split('\n').slice(0, 2)).toEqual([
      '-- Note: products.price double → float has no statement and is left out.',
      '-- description: Brands',
    ]);
    expect(text).toContain('ALTER TABLE products ADD brand text;');
    expect(text).not.toContain('ALTER TABLE products ALTER');
    expect(text.match(/ALTER TABLE/g)).toHaveLength(2);
    expect((await generate('--skip-impossible', '--check')).code).toBe(3);
  });
});
