import { types } from 'cassandra-driver';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { useKeyspace } from '../../support/cassandra.js';
import { blocksOf, type Block } from '../../support/markdown.js';
import type { Ended } from '../../support/run-node.js';
import { hosts, useProject } from '../cli/project.js';

const PAGE = 'docs/impossible-changes.md';
const ENTITY = 'src/product.entity.ts';

/** The blocks of the walk-through: those before the next change. */
const blocks = (() => {
  const all = blocksOf(PAGE);
  const end = all.findIndex(({ text }) => text.includes('sessions_by_user'));
  return all.slice(0, end);
})();

const OLD_ENTITY = (blocks[0]?.text ?? '').replace(
  "@Column('decimal') price!: types.BigDecimal",
  "@Column('double') price!: number",
);

/** `npx coodie migrate apply   # exit code 0` */
const commandsIn = ({ text }: Block) =>
  text
    .trim()
    .split('\n')
    .map((line) => {
      const [command = '', comment = ''] = line.split('#');
      const words = [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
      return { words: words.slice(2), exitCode: Number(/exit code (\d)/.exec(comment)?.[1] ?? 0), line };
    });

describe('the type of a column is changed in production, as docs/impossible-changes.md says', () => {
  jest.setTimeout(120_000);
  const keyspace = useKeyspace('docs_type');
  const project = useProject();
  const run: { last?: Ended } = {};
  const ids = Array.from({ length: 4 }, () => types.Uuid.random());
  const [before, early, during, late] = ids;

  const newest = () => readdirSync(join(project.path, 'migrations')).toSorted().at(-1) ?? '';
  const migration = () => readFileSync(join(project.path, 'migrations', newest()), 'utf8');
  const coodie = async (...words: readonly string[]) => (run.last = await project.coodie(words));

  /** Does what a block says; answers the outcomes of its commands that are not as expected. */
  const follow = async (block: Block): Promise<readonly string[]> => {
    if (block.language === 'ts') {
      const isMigration = block.text.includes('extends Migration');
      project.write(isMigration ? join('migrations', newest()) : ENTITY, block.text);
      return [];
    }
    const wrong: string[] = [];
    for (const { words, exitCode, line } of commandsIn(block)) {
      const { code, stdout, stderr } = await coodie(...words);
      if (code !== exitCode) wrong.push(`${line} ended with ${code}:\n${stdout}${stderr}`);
    }
    return wrong;
  };
  /** Takes the blocks up to and including one that contains this. */
  const left = [...blocks];
  const followUntil = async (end: string): Promise<readonly string[]> => {
    const wrong: string[] = [];
    for (const block of left.splice(0, left.findIndex(({ text }) => text.includes(end)) + 1)) {
      if (block.language !== 'text') wrong.push(...(await follow(block)));
    }
    return wrong;
  };
  const insert = (columns: string, values: readonly unknown[]) => {
    const marks = values.map(() => '?').join(', ');
    return keyspace.client.execute(`INSERT INTO products (${columns}) VALUES (${marks})`, [...values], {
      prepare: true,
    });
  };
  const prices = async (column: string) => {
    const { rows } = await keyspace.client.execute(`SELECT id, ${column} AS price FROM products`);
    return new Map(rows.map((row) => [String(row['id']), row['price'] === null ? null : String(row['price'])]));
  };

  beforeAll(async () => {
    const [, contactPoints = ''] = hosts();
    const config = { entities: 'src', keyspace: keyspace.name, hosts: contactPoints };
    writeFileSync(join(project.path, 'coodie.config.json'), JSON.stringify(config));
    project.write(ENTITY, OLD_ENTITY);
    await coodie('migrate', 'generate', 'create products');
    await coodie('migrate', 'apply');
    await insert('id, price', [before, 19.9]);
  });

  it('is refused, with the steps that the page shows', async () => {
    const shown = blocks.find(({ language }) => language === 'text');
    expect(OLD_ENTITY).toContain("@Column('double') price");
    expect(await followUntil('price as decimal')).toEqual([]);
    expect(run.last?.stderr).toContain(shown?.text.trimEnd());
  });

  it('expands in release 1, during whose rollout old and new pods write', async () => {
    expect(await followUntil('migrate generate "exact price"')).toEqual([]);
    expect(migration()).toContain('ALTER TABLE products ADD exact_price decimal');
    await insert('id, price', [early, 5]);
    await insert('id, price, exact_price', [during, 7.25, types.BigDecimal.fromString('7.25')]);
    expect(await coodie('schema', 'check')).toMatchObject({ code: 0 });
  });

  it('copies what was there, and nothing that is newer', async () => {
    await insert('id, price, exact_price', [late, 1.1, types.BigDecimal.fromString('1.10001')]);
    expect(await followUntil('class CopyPrices')).toEqual([]);
    expect(await followUntil('migrate apply')).toEqual([]);
    const expected = [before, early, during, late].map(String);
    const copied = await prices('exact_price');
    expect(expected.map((id) => copied.get(id))).toEqual(['19.90', '5.00', '7.25', '1.10001']);
    expect(await coodie('migrate', 'generate', '--check')).toMatchObject({ code: 0 });
  });

  it('contracts in release 2', async () => {
    expect(await followUntil('schema check')).toEqual([]);
    expect(left).toEqual([]);
    expect(migration()).toContain('ALTER TABLE products DROP price');
    await expect(prices('price')).rejects.toThrow('price');
    const kept = await prices('exact_price');
    expect([before, early, during, late].map((id) => kept.get(String(id)))).toEqual([
      '19.90',
      '5.00',
      '7.25',
      '1.10001',
    ]);
  });
});
