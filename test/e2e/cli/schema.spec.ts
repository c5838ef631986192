import { useKeyspace } from '../../support/cassandra.js';
import { tablesOf } from '../../support/schema-of.js';
import { PRODUCT } from './files.js';
import { hosts, useProject } from './project.js';

describe('coodie schema', () => {
  const keyspace = useKeyspace('cli_schema');
  const project = useProject({
    'src/products/product.entity.ts': PRODUCT,
    'src/products/product.entity.spec.ts': 'throw new Error("a test was loaded");',
    'src/products/product.entity.d.ts': 'nonsense',
    'src/.hidden/broken.ts': 'nonsense(',
    'broken/price.entity.ts': PRODUCT.replace("@Column('text') @Indexed() brand", "@Column('int') brand"),
  });
  const schema = (...args: readonly string[]) =>
    project.coodie(['schema', ...args], {
      COODIE_KEYSPACE: keyspace.name,
      COODIE_HOSTS: hosts()[1],
      COODIE_ENTITIES: 'src',
    });
  const tables = () => tablesOf(keyspace.client, keyspace.name);

  it('diff shows what sync would do, and ends with 0', async () => {
    const { code, stdout, stderr } = await schema('diff');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/ {2}products\n {4}\+ table +id, brand +safe\n/);
    expect(stdout).toContain('    CREATE INDEX products_brand_idx ON products (brand);\n');
  });

  it('check ends with 3, and says the same as JSON', async () => {
    const { code, stdout } = await schema('check', '--json');
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({
      keyspace: keyspace.name,
      changes: [{ table: 'products', subject: 'table', sign: '+', risk: 'safe', statements: [expect.any(String)] }, {}],
      statements: [expect.stringMatching(/^CREATE TABLE/), expect.stringMatching(/^CREATE INDEX/)],
      drift: [],
      notes: [],
    });
  });

  it('sync --dry-run, like the questions before it, leaves the keyspace untouched', async () => {
    const { code, stdout } = await schema('sync', '--dry-run');
    expect(code).toBe(0);
    expect(stdout).toContain('2 statements would run · dry run: nothing is sent');
    expect(await tables()).toEqual([]);
  });

  it('sync brings it in sync, and the next one says so in one line', async () => {
    const { code, stdout } = await schema('sync');
    expect(code).toBe(0);
    expect(stdout).toMatch(/ {4}✔ CREATE TABLE products .* [\d.]+ m?s\n/);
    expect(stdout).toMatch(/\n✔ in sync · 2 statements · .+ · \d hosts?( agree)?\n$/);
    expect((await schema('sync')).stdout).toMatch(
      /^cli_schema_\w+ · 1 table, 0 types unchanged \(\d reads, [\d.]+ m?s\)\n$/,
    );
    expect((await schema('check')).stdout).toBe(`${keyspace.name} · no differences\n`);
  });

  it('check ends with 3 for what no entity declares, which sync leaves alone', async () => {
    await keyspace.client.execute('CREATE TABLE forgotten (id int PRIMARY KEY)');
    const { code, stdout } = await schema('check');
    expect(code).toBe(3);
    expect(stdout).toContain('drift, left alone');
    expect((await schema('sync')).code).toBe(0);
    expect(await tables()).toContain('forgotten');
  });

  it('check ends with 0 where there is only what coodie does not know, and names it', async () => {
    await keyspace.client.execute('DROP TABLE forgotten');
    await keyspace.client.execute('CREATE TABLE ancient (id int PRIMARY KEY, v int) WITH COMPACT STORAGE');
    const { code, stdout } = await schema('check');
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout:
        `${keyspace.name} · no differences, 1 note\n\n` +
        '  ancient\n    · compact storage    not managed, left alone\n',
    });
    expect(JSON.parse((await schema('diff', '--json')).stdout)).toMatchObject({
      notes: [{ table: 'ancient', note: 'compact storage' }],
    });
  });

  it('sync ends with 5 for what no ALTER can do, and does nothing', async () => {
    const { code, stderr } = await schema('sync', '--entities', 'broken');
    expect(code).toBe(5);
    expect(stderr).toMatch(/^✖ .*\n.*products\.brand/);
    expect(stderr).toContain('Nothing was changed.');
    expect((await schema('diff', '--entities', 'broken')).stdout).toContain('impossible');
  });

  it('says which file cannot be loaded', async () => {
    project.write('wrong/a.entity.ts', 'throw new Error("boom");');
    const { code, stderr } = await schema('diff', '--entities', 'wrong');
    expect({ code, stderr }).toEqual({ code: 1, stderr: '✖ wrong/a.entity.ts cannot be loaded: boom\n' });
  });
});
