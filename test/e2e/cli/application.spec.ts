import { useKeyspace } from '../../support/cassandra.js';
import { tablesOf } from '../../support/schema-of.js';
import { PRODUCT } from './files.js';
import { hosts, useProject } from './project.js';

const CLOCK = `import { Injectable } from '@nestjs/common';
@Injectable() export class Clock { readonly now = 'twelve'; }
`;

const APP = `import { Module } from '@nestjs/common';
import { CoodieModule } from 'nestjs-coodie';
import { Clock } from './clock.js';
import { Product } from './product.entity.js';

@Module({
  imports: [
    CoodieModule.forRootAsync({
      useFactory: () => ({
        client: { contactPoints: process.env['HOSTS']!.split(','), localDataCenter: process.env['DATA_CENTER']! },
        keyspace: process.env['KEYSPACE']!,
        migrations: { dir: 'migrations', onBootstrap: 'apply' },
      }),
    }),
    CoodieModule.forFeature([Product]),
  ],
  providers: [Clock],
})
export class AppModule {}
`;

const MIGRATION = `import { Migration, type MigrationContext } from 'nestjs-coodie';
import type { Clock as Unused } from '../src/clock.js';
import { Clock } from '../src/clock.js';

export default class Tick extends Migration {
  constructor(private readonly clock: Clock) { super(); }
  async upgrade(context: MigrationContext): Promise<void> {
    context.logger.log(\`it is \${this.clock.now}\`);
    await context.execute('CREATE TABLE ticks (id int PRIMARY KEY)');
  }
}
`;

/** The same application without a compiler, for scripts that Node runs as they are. */
const PLAIN_APP = `const { Module } = require('@nestjs/common');
const { CoodieModule } = require('nestjs-coodie');
class AppModule {}
const client = { contactPoints: process.env.HOSTS.split(','), localDataCenter: process.env.DATA_CENTER };
Module({ imports: [CoodieModule.forRoot({ client, keyspace: process.env.KEYSPACE })] })(AppModule);
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

const CONFIGURATION = "export default { app: 'src/app.module.ts' };\n";

describe('coodie and an application', () => {
  const keyspace = useKeyspace('cli_app');
  const project = useProject({
    'src/clock.ts': CLOCK,
    'src/product.entity.ts': PRODUCT,
    'src/app.module.ts': APP,
    'migrations/20260101_001_tick.ts': MIGRATION,
    'coodie.config.mjs': CONFIGURATION,
    'app.cjs': PLAIN_APP,
    'cli.cjs': "require('nestjs-coodie/cli').runCli(require('./app.cjs').AppModule);\n",
    'cli.mjs':
      "import { runCli } from 'nestjs-coodie/cli';\nimport app from './app.cjs';\nawait runCli(app.AppModule);\n",
    'own.cjs': OWN_COMMANDS,
  });
  const environment = () => ({
    HOSTS: hosts()[1],
    DATA_CENTER: process.env['CASSANDRA_LOCAL_DC'] ?? 'datacenter1',
    KEYSPACE: keyspace.name,
  });
  const coodie = (...args: readonly string[]) => project.coodie(args, environment());
  const node = (...args: readonly string[]) => project.node(args, environment());
  const tables = () => tablesOf(keyspace.client, keyspace.name);

  it('opens it without migrating or syncing unasked', async () => {
    const { code, stdout, stderr } = await coodie('migrate', 'status', '--app', 'src/app.module.ts');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('• 20260101_001_tick  pending');
    expect(await tables()).toEqual([]);
  });

  it('is found where nothing names one, and named', async () => {
    project.remove('coodie.config.mjs');
    const found = await coodie('migrate', 'status', '--json');
    project.write('coodie.config.mjs', CONFIGURATION);
    expect(found).toMatchObject({ code: 0, stderr: 'Application: src/app.module.ts\n' });
    expect(JSON.parse(found.stdout)).toMatchObject({ keyspace: keyspace.name, migrations: [{ state: 'pending' }] });
  });

  it('uses its connection, its entities and its services, as the configuration file says', async () => {
    const applied = await coodie('migrate');
    expect(applied.stderr).toBe('');
    expect(applied.stdout).toContain('    it is twelve\n');
    expect((await coodie('schema', 'sync')).stdout).toContain('+ table products');
    expect(await tables()).toEqual(expect.arrayContaining(['products', 'ticks']));
  });

  it('lets the command line choose another keyspace', async () => {
    const { code, stderr } = await coodie('migrate', '--keyspace', 'nowhere');
    expect(stderr).toContain('There is no keyspace nowhere.');
    expect(code).toBe(1);
  });

  it.each(['cli.cjs', 'cli.mjs'])('is one line of its own: %s', async (script) => {
    const { code, stdout, stderr } = await node(script, 'migrate', '--status');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(`${keyspace.name} · 1 migration · migrations`);
    expect((await node(script, 'migrate', '--app', 'x')).code).toBe(2);
  });

  it('runCli neither opens the application for help, nor for wrong use', async () => {
    const nowhere = { ...environment(), HOSTS: '127.0.0.1:1' };
    expect((await project.node(['cli.mjs', '--help'], nowhere)).code).toBe(0);
    expect((await project.node(['cli.mjs', 'migrate', '--steps', '0'], nowhere)).code).toBe(2);
    expect((await project.node(['cli.mjs', 'migrate', '--status'], nowhere)).code).toBe(1);
  });

  it("can be part of an application's own nest-commander", async () => {
    const status = await node('own.cjs', 'migrate', 'status', '--json');
    expect({ code: status.code, stderr: status.stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(status.stdout)).toMatchObject({ keyspace: keyspace.name, migrations: [{ state: 'applied' }] });
    expect((await node('own.cjs', 'migrate', '--dry-run')).stdout).toBe(`${keyspace.name} · nothing to apply\n`);
  });

  it.each([
    [['migrate', '--hosts', 'h'], '--hosts cannot be said here: the application decides that'],
    [['migrate', 'aply'], 'no such command; did you mean apply?'],
    [['migrate', '--nonsense'], "unknown option '--nonsense'"],
  ])('there, too, %j ends with 2, said once', async (args, message) => {
    const { code, stderr } = await node('own.cjs', ...args);
    expect(code).toBe(2);
    expect(stderr.split(message)).toHaveLength(2);
  });
});
