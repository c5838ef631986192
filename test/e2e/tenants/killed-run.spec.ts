import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { TenantService } from '../../../lib/index.js';
import { withApplication } from '../../support/application.js';
import { clientOptions, createKeyspace, dropKeyspace, useKeyspace } from '../../support/cassandra.js';
import { useMigrationsDirectory } from '../../support/migrations-directory.js';
import { runNode } from '../../support/run-node.js';
import { tablesOf } from '../../support/schema-of.js';

const MIGRATION = `module.exports = class {
  async upgrade(context) {
    await context.execute('CREATE TABLE one (id int PRIMARY KEY)');
    if (context.keyspace === process.env.KILLED_AT) process.kill(process.pid, 'SIGKILL');
    await context.execute('CREATE TABLE two (id int PRIMARY KEY)');
  }
};
`;

const RUN = `import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
const { COODIE, OPTIONS } = process.env;
const load = (name) => import(pathToFileURL(createRequire(COODIE).resolve(name)).href);
await load('reflect-metadata');
const { NestFactory } = await load('@nestjs/core');
const { CoodieModule, TenantService } = await load(COODIE);
const app = await NestFactory.createApplicationContext(CoodieModule.forRoot(JSON.parse(OPTIONS)), { logger: false });
await app.get(TenantService).migrate();
`;

describe('a run over tenants that is killed in the second of three', () => {
  const state = useKeyspace('killed_state');
  const migrations = useMigrationsDirectory();
  const tenants: string[] = [];

  beforeAll(async () => {
    for (const name of ['first', 'second', 'third']) tenants.push(await createKeyspace(name));
  }, 120_000);
  afterAll(async () => {
    for (const tenant of tenants) await dropKeyspace(tenant);
  }, 120_000);

  it('leaves the history of each as it was, and the next run does what is left, once', async () => {
    migrations.write('20260101_001_two_tables.cjs', MIGRATION);
    const script = join(migrations.path, '.run.mjs');
    writeFileSync(script, RUN);
    const options = {
      keyspace: state.name,
      schema: { onBootstrap: 'off' },
      migrations: { dir: migrations.path },
      tenants: { keyspaces: tenants },
      lock: { ttl: 3, wait: 30 },
    } as const;
    const killed = await runNode([script], {
      COODIE: resolve(__dirname, '../../../dist/index.js'),
      OPTIONS: JSON.stringify({ ...options, client: clientOptions() }),
      KILLED_AT: tenants[1],
    });
    expect(killed).toEqual({ code: null, stdout: '', stderr: '' });
    expect(await tablesOf(state.client, tenants[1] ?? '')).toEqual(['one']);
    await withApplication(options, [], async (app) => {
      const service = app.get(TenantService);
      const states = async () => (await service.status()).map(({ migrations: [only] }) => only?.state);
      expect(await states()).toEqual(['applied', 'failed', 'pending']);
      expect(await service.migrate()).toMatchObject([
        { state: 'unchanged' },
        { state: 'done', migrations: [{ statements: ['CREATE TABLE two (id int PRIMARY KEY)'] }] },
        { state: 'done', migrations: [{ count: 2 }] },
      ]);
      expect(await states()).toEqual(['applied', 'applied', 'applied']);
    });
  }, 120_000);
});
