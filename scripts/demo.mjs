// The whole of coodie in two minutes, on a real Cassandra. Every step checks that it has done what its headline says.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Application } from './demo/application.mjs';
import { coodie } from './demo/command-line.mjs';
import { Database } from './demo/database.mjs';
import { checked, say, scene, show } from './demo/stage.mjs';
import { buildVariant } from './demo/variant.mjs';

const SAMPLE = fileURLToPath(new URL('../sample-app', import.meta.url));
const MAIN = `${SAMPLE}/dist/main.js`;
const CLI = `${SAMPLE}/dist/cli.js`;
const USERS = 6_000;

const startedAt = performance.now();
scene('A Cassandra for this demo: it ends with it');
const database = await Database.open();
try {
  show(`Cassandra answers at ${database.contactPoints}`);
  await newDatabase(database.environment('catalog'));
  await oldDatabase(database.environment('catalog_of_last_year'));
} finally {
  await database.close();
}
say(`That was all: ${Math.round((performance.now() - startedAt) / 1000)} s. Next: README.md, sample-app/README.md`);

async function newDatabase(env) {
  scene('The sample application starts on an empty cluster: its migrations create everything');
  const first = await run({ main: MAIN, env });
  assert.ok(first.schemaChanges > 10);
  checked(`${first.schemaChanges} schema changes: the keyspace, the tables of four entities, a user type, indexes`);

  scene('It starts again: it looks, finds everything in sync, and sends no DDL');
  const before = await database.schemaVersion(env.CASSANDRA_KEYSPACE);
  const second = await run({ main: MAIN, env });
  assert.deepEqual([...new Set(second.verbs)], ['SELECT']);
  assert.equal(await database.schemaVersion(env.CASSANDRA_KEYSPACE), before);
  checked(`it sent ${second.verbs.length} SELECTs and nothing else`);
  await addColumn(env);
}

async function addColumn(env) {
  scene('A column is added to an entity: in development, the next start adds it to the table, and to nothing else');
  const variant = await withStock();
  const application = await Application.start({ main: variant.main, env });
  try {
    assert.ok(application.lines.some((text) => text.includes('ALTER TABLE products ADD stock int')));
    assert.equal(application.verbs.filter((verb) => verb === 'ALTER').length, 1);
    checked('one ALTER TABLE');
    await roundTrip(application);
  } finally {
    await application.stop();
    await variant.remove();
  }
}

/** The sample application with one column more. */
async function withStock() {
  const after = '  @Column() price!: types.BigDecimal;';
  const line = "  @Column('int') stock?: number;";
  show(`src/products/product.entity.ts\n ${after}\n+${line}`);
  return buildVariant({ folder: SAMPLE, entity: 'products/product.entity', after, line });
}

async function roundTrip(application) {
  scene('The application serves: a product is written and read back over HTTP');
  const dimensions = { width: 40, height: 210, depth: 35 };
  const product = { name: 'Crème Brûlée Torch', brand: 'Feu', price: '19.90', dimensions };
  const { id } = await application.post('/products', product);
  const read = await application.get('/products/by-slug/creme-brulee-torch');
  assert.deepEqual(read, { id, slug: 'creme-brulee-torch', ...product });
  checked('found by its index, with its user type, and with a price that was never a floating-point number');
}

async function oldDatabase(env) {
  const cli = { cli: CLI, env };
  const { CASSANDRA_KEYSPACE: keyspace } = env;
  scene(`Another database, as it was last year: ${USERS} users who have one name each`);
  await coodie('migrate apply --target 20260105', cli);
  await database.seedUsers(keyspace, USERS);
  const before = await someUsers(keyspace);
  assert.ok(before.every(({ name }) => name.includes(' ')));

  scene('Four migrations are still to come: which, and what would they do?');
  await coodie('migrate status --check', { ...cli, exitCode: 3 });
  await coodie('migrate apply --dry-run', cli);
  assert.equal(await usersWith(keyspace, 'name'), USERS);
  checked('only looked: the status asks (exit code 3: not up to date), the dry run sends nothing');
  await split(keyspace, cli);
  await dropNames(keyspace, cli);
  await release(env);
}

async function split(keyspace, cli) {
  scene('Two of them are applied: the second splits the names of all users, over two pages of rows');
  await coodie('migrate apply --target 20260220', cli);
  await someUsers(keyspace);
  assert.equal(await usersWith(keyspace, 'last_name'), USERS);
  checked(`all ${USERS} users have a first and a last name`);

  scene('One is rolled back: the columns are gone, the names are still there');
  await coodie('migrate rollback --steps 1', cli);
  const [user] = await someUsers(keyspace);
  assert.equal(user.first_name, undefined);
  assert.equal(await usersWith(keyspace, 'name'), USERS);
  checked(`all ${USERS} users have their one name`);
}

async function dropNames(keyspace, cli) {
  scene('The next one drops a column, and says so in its file');
  await coodie('migrate apply --target 20260301', cli);
  assert.equal(await usersWith(keyspace, 'last_name'), USERS);

  scene('What cannot be undone is not undone: the rollback is refused, and nothing runs');
  await coodie('migrate rollback --steps 2', { ...cli, exitCode: 1 });
  assert.equal(await usersWith(keyspace, 'last_name'), USERS);
  checked('refused before the first statement, with exit code 1');
}

async function release(env) {
  scene('The same column for production, where a start changes nothing: is there a migration for it?');
  const variant = await withStock();
  const cli = { cli: variant.cli, env: { ...env, NODE_ENV: 'production' } };
  try {
    await coodie('migrate generate --check', { ...cli, exitCode: 3 });
    await generate(variant, cli);

    scene('Is it true? Each migration runs up, down and up again in a scratch keyspace, and the entities are compared');
    await coodie('migrate verify --scratch-on-cluster', cli);
    await apply(variant, cli.env);
  } finally {
    await variant.remove();
  }
}

async function generate(variant, cli) {
  scene('It is generated from the migrations and the entities: no database is asked');
  await coodie('migrate generate stock of products', cli);
  const migrations = join(variant.folder, 'migrations');
  const [file, ...others] = (await readdir(migrations)).filter((name) => name.includes('stock_of_products'));
  assert.deepEqual(others, []);
  show(`${relative(variant.folder, join(migrations, file))}\n${await readFile(join(migrations, file), 'utf8')}`);
  await coodie('migrate generate --check', cli);
}

async function apply({ main, cli }, env) {
  scene('It is applied, and the release starts: it verifies that the schema is what its entities declare');
  await coodie('migrate apply', { cli, env });
  const { verbs } = await run({ main, env });
  assert.deepEqual([...new Set(verbs)], ['SELECT']);
  checked('entities, migrations and schema are one');
}

async function run(options) {
  const application = await Application.start(options);
  await application.stop();
  return application;
}

/** Two of them, as they are in the table. */
async function someUsers(keyspace) {
  const rows = await database.query(`SELECT * FROM ${keyspace}.users LIMIT 2`);
  const users = rows.map(({ id: _, ...columns }) => columns);
  show(`SELECT * FROM users LIMIT 2\n${users.map((user) => formatUser(user)).join('\n')}`);
  return users;
}

function formatUser(user) {
  return Object.entries(user)
    .map(([column, value]) => `${column}: ${value}`.padEnd(30))
    .join('');
}

async function usersWith(keyspace, column) {
  const [row] = await database.query(`SELECT count(${column}) AS count FROM ${keyspace}.users`);
  return Number(row.count);
}
