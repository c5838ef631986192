import { entity, migration, nestAdd } from '../../../lib/schematics/index.js';
import type { Rule, Tree } from '../../../lib/schematics/tree.js';

const MODULE = `import { Module } from '@nestjs/common';
import { AppController } from './app.controller';

@Module({
  imports: [],
  controllers: [AppController],
})
export class AppModule {}
`;

describe('the schematic "entity"', () => {
  it.each([
    ['order-item', {}, 'src/order-item/order-item.entity.ts', 'OrderItem'],
    ['OrderItem', { flat: true }, 'src/order-item.entity.ts', 'OrderItem'],
    ['shop/line', { sourceRoot: 'apps/api/src' }, 'apps/api/src/shop/line/line.entity.ts', 'Line'],
  ])('writes %s with %j to %s', (name, options, path, className) => {
    const { files } = run(entity({ name, ...options }));
    expect([...files.keys()]).toEqual([path]);
    expect(files.get(path)).toContain(`export class ${className} {`);
  });

  it('has the columns that it is given', () => {
    const columns = 'tags:map<text, frozen<list<int>>>, total:decimal';
    const rule = entity({ name: 'stock', partitionKey: 'shopId:uuid', clusteringKey: 'at:timestamp', columns });
    expect(run(rule).files.get('src/stock/stock.entity.ts')).toBe(`import type { types } from 'cassandra-driver';
import { ClusteringKey, Column, Entity, PartitionKey } from 'nestjs-coodie';

@Entity()
export class Stock {
  @PartitionKey('uuid') shopId!: types.Uuid;
  @ClusteringKey('timestamp') at!: Date;
  @Column('map<text, frozen<list<int>>>') tags?: Record<string, number[]>;
  @Column('decimal') total?: types.BigDecimal;
}
`);
  });

  it.each([
    [{ name: '12 $' }, /letters and digits/],
    [{ name: '../../etc/line' }, /letters and digits/],
    [{ name: 'a', columns: 'name' }, /"name" is no column/],
    [{ name: 'a', columns: 'name:strnig' }, /name: .*strnig/],
    [{ name: 'a', columns: "x'; evil:text" }, /is no column/],
  ])('refuses %j', (options, message) => {
    expect(() => entity(options)).toThrow(message);
  });
});

describe('the schematic "migration"', () => {
  const day = new Date().toISOString().slice(0, 10).replaceAll('-', '');

  it('takes the next number of the day, and overwrites nothing', () => {
    const first = run(migration({ name: 'add-rating' }));
    const second = run(migration({ name: 'AddStock' }), first.files);
    expect([...second.files.keys()]).toEqual([
      `src/migrations/${day}_001_add_rating.ts`,
      `src/migrations/${day}_002_add_stock.ts`,
    ]);
  });

  it('goes to the folder at the top where the project has one there', () => {
    const { files } = run(migration({ name: 'b' }), new Map([['migrations/20260101_001_a.cql', '']]));
    expect([...files.keys()][1]).toBe(`migrations/${day}_001_b.ts`);
  });

  it.each([[''], ['a/b'], ['20260101_001_x']])('refuses "%s"', (name) => {
    expect(() => migration({ name })).toThrow(/for example:/);
  });
});

describe('the schematic "nest-add"', () => {
  const manifest = ['package.json', '{ "name": "@acme/shop-api" }'] as const;

  it('edits a module as "nest new" writes it, once', () => {
    const once = run(nestAdd({}), new Map([manifest, ['src/app.module.ts', MODULE]]));
    expect(once.files.get('src/app.module.ts')).toContain(`import { AppController } from './app.controller';
import { CoodieModule } from 'nestjs-coodie';

@Module({
  imports: [
    CoodieModule.forRoot({
      client: { contactPoints: ['127.0.0.1'], localDataCenter: 'datacenter1' },
      keyspace: 'shop_api',`);
    expect(run(nestAdd({}), once.files)).toMatchObject({ files: once.files });
  });

  it('prints what to paste for any other module', () => {
    const other = MODULE.replace('imports: []', 'imports: [HttpModule]');
    const { files, messages } = run(nestAdd({}), new Map([manifest, ['src/app.module.ts', other]]));
    expect(files.get('src/app.module.ts')).toBe(other);
    expect(messages.join('\n')).toContain("import { CoodieModule } from 'nestjs-coodie';");
    expect(messages.join('\n')).toContain("keyspace: 'shop_api'");
  });
});

/** Runs a rule on files in memory. */
function run(rule: Rule, before: ReadonlyMap<string, string> = new Map()) {
  const files = new Map(before);
  const messages: string[] = [];
  const tree: Tree = {
    exists: (path) => files.has(path),
    read: (path) => files.get(path) ?? null,
    create: (path, content) => {
      if (files.has(path)) throw new Error(`${path} is there already`);
      files.set(path, content);
    },
    overwrite: (path, content) => void files.set(path, content),
    getDir: (folder) => ({
      subfiles: [...files.keys()]
        .filter((path) => path.startsWith(`${folder}/`) && !path.slice(folder.length + 1).includes('/'))
        .map((path) => path.slice(folder.length + 1)),
    }),
  };
  rule(tree, { logger: { info: (message) => void messages.push(message) } });
  return { files, messages };
}
