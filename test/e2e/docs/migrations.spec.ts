import { types } from 'cassandra-driver';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clientOptions, useKeyspace } from '../../support/cassandra.js';
import { blocksOf } from '../../support/markdown.js';
import { runNode } from '../../support/run-node.js';

const ROOT = join(__dirname, '../../..');
const USER = types.Uuid.random().toString();

interface Scenario {
  readonly page: string;
  readonly before: readonly string[];
  /** What the migrations of the page that are run have in them, in the order in which they are run. */
  readonly migrations: readonly string[];
  /** The only row of each table afterwards. */
  readonly after: Readonly<Record<string, object>>;
}

const SCENARIOS: readonly Scenario[] = [
  {
    page: 'docs/migrations.md',
    before: [
      'CREATE TABLE reviews (id int PRIMARY KEY)',
      'INSERT INTO reviews (id) VALUES (1)',
      'CREATE TABLE users (id uuid PRIMARY KEY, name text)',
      `INSERT INTO users (id, name) VALUES (${USER}, 'Ada King Lovelace')`,
    ],
    migrations: [
      'class AddRatingColumn',
      'CREATE INDEX IF NOT EXISTS reviews_rating_idx',
      'class SplitUserNames',
      'ALTER TABLE users DROP name',
    ],
    after: {
      reviews: { id: 1, rating: null },
      users: { id: USER, first_name: 'Ada', last_name: 'King Lovelace' },
    },
  },
  {
    page: 'docs/impossible-changes.md',
    before: [
      'CREATE TABLE sessions (id text PRIMARY KEY, user_id uuid, started_at timestamp) WITH default_time_to_live = 7200',
      `INSERT INTO sessions (id, user_id, started_at) VALUES ('t1', ${USER}, '2026-01-01') USING TTL 600`,
      'CREATE TABLE sessions_by_user (user_id uuid, started_at timestamp, id text, PRIMARY KEY (user_id, started_at))',
    ],
    migrations: ['class CopySessions', 'DROP TABLE sessions'],
    after: {
      sessions_by_user: { user_id: USER, started_at: '2026-01-01T00:00:00.000Z', id: 't1' },
    },
  },
];

describe.each(SCENARIOS)('the migrations of $page', ({ page, before, migrations, after }) => {
  const keyspace = useKeyspace('docs');
  const project = mkdtempSync(join(tmpdir(), 'coodie-docs-'));
  const directory = join(project, 'migrations');
  beforeAll(() => {
    mkdirSync(directory);
    // From there the imports of the migrations are found.
    symlinkSync(join(ROOT, 'node_modules'), join(project, 'node_modules'));
  });
  afterAll(() => rmSync(project, { recursive: true, force: true }));

  it('do what they are said to do', async () => {
    for (const cql of before) await keyspace.client.execute(cql);
    for (const [index, content] of migrations.entries()) {
      const block = blocksOf(page).find(({ text }) => text.includes(content));
      const extension = block?.language === 'ts' ? 'ts' : 'cql';
      writeFileSync(join(directory, `20260101_00${index + 1}_snippet.${extension}`), block?.text ?? '');
    }
    const hosts = clientOptions().contactPoints.join(',');
    const words = ['--keyspace', keyspace.name, '--hosts', hosts, '--migrations-dir', directory];
    const applied = await runNode([join(ROOT, 'dist/cli/bin.js'), 'migrate', 'apply', ...words], {});
    expect(applied).toMatchObject({ code: 0, stderr: '' });
    for (const [table, row] of Object.entries(after)) {
      const { rows } = await keyspace.client.execute(`SELECT * FROM ${table}`);
      expect(JSON.parse(JSON.stringify(rows))).toEqual([row]);
    }
  });
});
