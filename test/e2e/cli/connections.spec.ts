import { useKeyspace } from '../../support/cassandra.js';
import type { Ended } from '../../support/run-node.js';
import { tablesOf } from '../../support/schema-of.js';
import { useProject } from './project.js';

/** An application whose connections are those of the environment: NAME=KEYSPACE:HOST, without a name the default one. */
const APP = `const { Module } = require('@nestjs/common');
const { CoodieModule } = require('nestjs-coodie');
class AppModule {}
const connections = JSON.parse(process.env.CONNECTIONS).map(({ name, keyspace, host }) => CoodieModule.forRoot({
  ...(name === undefined ? {} : { name }),
  client: { contactPoints: [host ?? process.env.HOSTS], localDataCenter: process.env.DATA_CENTER },
  keyspace,
  migrations: { dir: 'migrations/' + (name ?? 'default') },
}));
Module({ imports: connections })(AppModule);
module.exports = { AppModule };
`;

const OWN_COMMANDS = `const { Module } = require('@nestjs/common');
const { CommandFactory } = require('nest-commander');
const { CoodieCommandsModule } = require('nestjs-coodie/cli');
const { AppModule } = require('./app.cjs');
class CliModule {}
Module({ imports: [CoodieCommandsModule, AppModule] })(CliModule);
CommandFactory.run(CliModule);
`;

interface Connection {
  readonly name?: string;
  readonly keyspace: string;
  readonly host?: string;
}

describe('coodie and an application with several connections', () => {
  const main = useKeyspace('cli_main');
  const audit = useKeyspace('cli_audit');
  const tenant = useKeyspace('cli_tenant');
  const project = useProject({
    'app.cjs': APP,
    'own.cjs': OWN_COMMANDS,
    'cli.cjs': "require('nestjs-coodie/cli').runCli(require('./app.cjs').AppModule);\n",
    'migrations/default/20260101_001_products.cql': 'CREATE TABLE products (id int PRIMARY KEY);',
    'migrations/audit/20260101_001_entries.cql': 'CREATE TABLE audit_rows (id int PRIMARY KEY);',
    'migrations/other/20260101_001_others.cql': 'CREATE TABLE others (id int PRIMARY KEY);',
  });
  const both = (): readonly Connection[] => [{ keyspace: main.name }, { name: 'audit', keyspace: audit.name }];
  const named = (): readonly Connection[] => [
    { name: 'audit', keyspace: audit.name },
    { name: 'other', keyspace: tenant.name },
  ];
  const environment = (connections: readonly Connection[]) => ({
    CONNECTIONS: JSON.stringify(connections),
    HOSTS: process.env['CASSANDRA_CONTACT_POINTS'],
    DATA_CENTER: process.env['CASSANDRA_LOCAL_DC'] || 'datacenter1',
  });
  const coodie = (connections: readonly Connection[], ...args: readonly string[]): Promise<Ended> =>
    project.coodie([...args, '--app', 'app.cjs'], environment(connections));

  it('works on the one without a name, and says so', async () => {
    const { code, stdout } = await coodie(both(), 'migrate', 'apply');
    expect(code).toBe(0);
    expect(stdout.split('\n')[0]).toBe(`connection default · keyspace ${main.name}`);
    expect(await tablesOf(main.client, main.name)).toContain('products');
    expect(await tablesOf(audit.client, audit.name)).toEqual([]);
  });

  it.each([
    ['an option', ['--connection', 'audit'], {}],
    ['the environment', [], { COODIE_CONNECTION: 'audit' }],
  ])('works on the one that %s names, with its own migrations and keyspace', async (_, args, variables) => {
    const asked = ['migrate', 'apply', '--app', 'app.cjs', ...args];
    const { code, stdout } = await project.coodie(asked, { ...environment(both()), ...variables });
    expect(code).toBe(0);
    expect(stdout.split('\n')[0]).toBe(`connection audit · keyspace ${audit.name}`);
    expect(await tablesOf(audit.client, audit.name)).toContain('audit_rows');
    expect(await tablesOf(audit.client, audit.name)).not.toContain('products');
  });

  it('names it in the JSON', async () => {
    const { stdout } = await coodie(both(), 'migrate', 'status', '--json', '--connection', 'audit');
    expect(JSON.parse(stdout)).toMatchObject({
      connection: 'audit',
      keyspace: audit.name,
      migrations: [{ name: '20260101_001_entries', state: 'applied' }],
    });
  });

  it.each([
    ['migrate', 'status'],
    ['migrate', 'plan'],
    ['migrate', 'lint'],
    ['migrate', 'unlock'],
    ['schema', 'diff'],
  ])('%s %s knows the option', async (...command) => {
    const { code, stdout } = await coodie(both(), ...command, '--connection', 'audit');
    expect(code).toBe(0);
    expect(stdout).toContain(`connection audit · keyspace ${audit.name}\n`);
  });

  it.each<[string, () => readonly Connection[], readonly string[], string]>([
    ['an unknown name', both, ['--connection', 'audt'], 'no connection called audt; did you mean audit?'],
    ['no default one', named, [], 'several connections, and none of them is the default one'],
    ['a keyspace without a connection', both, ['--keyspace', 'x'], 'The keyspace x is named, but not the connection'],
  ])('refuses %s with 2, lists the names, and runs nothing', async (_, connections, args, message) => {
    const { code, stdout, stderr } = await coodie(connections(), 'migrate', 'apply', ...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
    const names = connections().map(({ name = 'default' }) => name);
    expect(stderr).toContain(`Its connections: ${names.join(', ')}.`);
    expect(await tablesOf(tenant.client, tenant.name)).toEqual([]);
  });

  it('refuses a name where there is no application', async () => {
    const asked = await project.coodie(['migrate', 'status', '--keyspace', main.name, '--connection', 'audit']);
    expect(asked.code).toBe(2);
    expect(asked.stderr).toContain('--connection names a connection of an application');
  });

  it('asks nothing of the other connections', async () => {
    const down = [
      { keyspace: main.name, host: '127.0.0.1:1' },
      { name: 'audit', keyspace: audit.name },
    ];
    expect((await coodie(down, 'migrate', 'status', '--connection', 'audit')).code).toBe(0);
    expect((await coodie(down, 'migrate', 'status')).code).toBe(1);
  });

  it('works on another keyspace for one connection that is named, and says so', async () => {
    const { code, stdout } = await coodie(
      both(),
      'migrate',
      'apply',
      '--connection',
      'audit',
      '--keyspace',
      tenant.name,
    );
    expect(code).toBe(0);
    const replaced = `keyspace ${tenant.name}, in place of ${audit.name} as the application says`;
    expect(stdout.split('\n')[0]).toBe(`connection audit · ${replaced}`);
    expect(await tablesOf(tenant.client, tenant.name)).toContain('audit_rows');
  });

  it('says nothing of connections where there is one, whatever it is called', async () => {
    const one = [{ name: 'audit', keyspace: audit.name }];
    const { code, stdout } = await coodie(one, 'migrate', 'status');
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`^${audit.name} · 1 migration`));
    const replaced = await coodie(one, 'migrate', 'status', '--keyspace', tenant.name);
    expect(replaced.stdout.split('\n')[0]).toBe(
      `keyspace ${tenant.name}, in place of ${audit.name} as the application says`,
    );
  });

  it.each(['cli.cjs', 'own.cjs'])('the same for a command line of its own: %s', async (script) => {
    const run = (...args: readonly string[]) =>
      project.node([script, 'migrate', 'status', ...args], environment(both()));
    expect((await run('--connection', 'audit')).stdout).toContain(`connection audit · keyspace ${audit.name}\n`);
    expect((await run('--connection', 'nobody')).code).toBe(2);
  });
});
