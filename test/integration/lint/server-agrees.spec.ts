import { errors, type Client } from 'cassandra-driver';
import { parseMigrationScript } from '../../../lib/core/history/migration-script.js';
import { RULES } from '../../../lib/core/lint/rules/rules.js';
import { useKeyspace } from '../../support/cassandra.js';
import { migrationsIn, ruleSections } from '../../support/lint-page.js';
import type { Block } from '../../support/markdown.js';
import { itOn } from '../../support/server-version.js';

/** What the examples of docs/lint.md take for granted. */
const BEFORE = [
  'CREATE TABLE products (id int PRIMARY KEY, name text, brand text, price double, legacy_code text)',
  'CREATE TABLE products_by_name (name text, id int, PRIMARY KEY (name, id))',
  'CREATE TABLE products_by_price (bucket int, price double, id int, PRIMARY KEY (bucket, price, id))',
  'CREATE TABLE sessions (id text PRIMARY KEY, user_id uuid)',
  'CREATE TABLE settings (id text PRIMARY KEY, value text)',
];
const REVIEWS = 'CREATE TABLE reviews (id uuid PRIMARY KEY, rating int)';
const MORE: Readonly<Record<string, readonly string[]>> = {
  C245: [REVIEWS],
  C305: [REVIEWS],
};

/** Refused by coodie, or accepted with consequences that the server of the tests must be spared. */
const NOT_REFUSED = ['C101', 'C107', 'C108', 'C232'];
/** They are about the keyspace catalog, or about how migrations are called. */
const ELSEWHERE = ['C104', 'C251'];

const sections = ruleSections().filter(({ examples }) => examples.length === 2);
const refused = sections.filter(({ code }) => {
  const rule = RULES.find((candidate) => candidate.code === code);
  return rule?.severity === 'error' && !NOT_REFUSED.includes(code);
});
const recommended = sections.filter(({ code }) => !ELSEWHERE.includes(code));

const statementsIn = (text: string, direction: 'upgrade' | 'downgrade') =>
  parseMigrationScript(text)[direction].map(({ cql }) => cql);

function tablesFor(code: string, example: Block | undefined): readonly string[] {
  const mentioned = BEFORE.filter((cql) => example?.text.includes(` ${cql.split(' ')[2]}`));
  return [...mentioned, ...(MORE[code] ?? [])];
}

async function send(client: Client, statements: readonly string[]): Promise<void> {
  for (const cql of statements) await client.execute(cql);
}

describe.each(refused)('what $code calls an error', ({ code, examples: [bad] }) => {
  const keyspace = useKeyspace('lint');

  it('is refused by the server', async () => {
    await send(keyspace.client, tablesFor(code, bad));
    const statements = bad ? migrationsIn(bad).flatMap(({ text }) => statementsIn(text, 'upgrade')) : [];
    const undoing = bad ? migrationsIn(bad).flatMap(({ text }) => statementsIn(text, 'downgrade')) : [];
    expect(statements.length).toBeGreaterThan(0);
    await expect(send(keyspace.client, [...statements, ...undoing])).rejects.toThrow(errors.ResponseError);
  });
});

describe.each(recommended)('what is right by $code', ({ code, examples: [, good] }) => {
  const keyspace = useKeyspace('lint');

  const since = good?.text.includes("USING 'sai'") ? '5.0' : '4.0';

  itOn({ since }, 'can be run and undone', () => runAndUndo(keyspace.client, tablesFor(code, good), good?.text ?? ''));
});

async function runAndUndo(client: Client, before: readonly string[], text: string): Promise<void> {
  await send(client, before);
  const statements = [...statementsIn(text, 'upgrade'), ...statementsIn(text, 'downgrade')];
  expect(statements.length).toBeGreaterThan(0);
  await expect(send(client, statements)).resolves.toBeUndefined();
}
