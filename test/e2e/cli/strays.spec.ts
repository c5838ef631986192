import { useKeyspace } from '../../support/cassandra.js';
import { hosts, useProject } from './project.js';

const migration = (table: string, code: string) =>
  `export default class { async upgrade(context) { await context.execute('CREATE TABLE ${table} (id int PRIMARY KEY)'); ${code} } }`;
const PAUSE = 'await new Promise((resolve) => setTimeout(resolve, 1_000));';
const THROW = "void (async () => { await null; throw new Error('a stray'); })();";

/** An application whose hook does what the environment says. */
const APP = (keyspace: string) => `
import { Module } from '@nestjs/common';
import { CoodieMigrationHooks, CoodieModule } from 'nestjs-coodie';

class Hooks {
  async beforeMigration() {
    console.error('hook');
    if (process.env.HOOK === 'exit') process.exit(0);
    if (process.env.HOOK === 'hang') await new Promise((resolve) => setTimeout(resolve, 3_600_000));
    if (process.env.HOOK === 'reject') { Promise.reject(new Error('a stray of a hook')); ${PAUSE} }
  }
}
CoodieMigrationHooks()(Hooks);

export class AppModule {}
const [host, port] = '${hosts()[1]}'.split(',')[0].split(':');
Module({
  imports: [CoodieModule.forRoot({
    client: { contactPoints: [host], localDataCenter: 'datacenter1', protocolOptions: { port: Number(port) } },
    keyspace: '${keyspace}', migrations: { dir: 'hooked' },
  })],
  providers: [Hooks],
})(AppModule);
`;

describe('a promise that is rejected, and that nobody handles', () => {
  const keyspace = useKeyspace('cli_strays');
  const project = useProject({
    'at-once/20260101_001_a.mjs': migration('a', `${THROW} ${PAUSE}`),
    'later/20260101_001_b.mjs': migration('b', "setTimeout(() => void Promise.reject(new Error('a stray')), 500);"),
    'later/20260101_002_c.mjs': migration('c', PAUSE),
    'hooked/20260101_001_d.mjs': migration('d', ''),
  });
  const target = () => ['--keyspace', keyspace.name, ...hosts()];
  const holders = async () => (await keyspace.client.execute('SELECT owner FROM "_coodie_migrations_lock"')).rows;
  const statesOf = async (directory: string) => {
    const { stdout } = await project.coodie([
      'migrate',
      'status',
      '--json',
      '--migrations-dir',
      directory,
      ...target(),
    ]);
    const { migrations } = JSON.parse(stdout) as { migrations: readonly { name: string; state: string }[] };
    return Object.fromEntries(migrations.map(({ name, state }) => [name, state]));
  };

  beforeAll(() => project.write('app.mjs', APP(keyspace.name)));
  beforeEach(async () => {
    for (const table of ['_coodie_migrations', '_coodie_migrations_journal'])
      await keyspace.client.execute(`DROP TABLE IF EXISTS "${table}"`);
  });

  it.each([
    ['while the migration runs', 'at-once', { '20260101_001_a': 'failed' }],
    ['after it has ended', 'later', { '20260101_001_b': 'applied', '20260101_002_c': 'failed' }],
  ])('stops the run, %s: the lock is released, what failed is not applied', async (_, directory, states) => {
    const { code, stderr } = await project.coodie(['migrate', 'apply', '--migrations-dir', directory, ...target()]);
    expect(code).toBe(1);
    expect(stderr).toContain('A promise rejection was not handled: a stray');
    expect(stderr).not.toContain('node:internal');
    expect([await holders(), await statesOf(directory)]).toEqual([[], states]);
  });

  it('stops the run where a hook lets it go', async () => {
    const { code, stderr } = await project.coodie(['migrate', 'apply', '--app', 'app.mjs'], { HOOK: 'reject' });
    expect(code).toBe(1);
    expect(stderr).toContain('was not handled: a stray of a hook');
    expect([await holders(), await statesOf('hooked')]).toEqual([[], { '20260101_001_d': 'pending' }]);
  });

  it('is not what a process.exit of a hook looks like: that has failed, too', async () => {
    const { code, stderr } = await project.coodie(['migrate', 'apply', '--app', 'app.mjs'], { HOOK: 'exit' });
    expect(code).toBe(1);
    expect(stderr).toContain('✖ The process was ended before the command had done its work');
    expect(stderr).toContain('The migration lock could not be released');
    await keyspace.client.execute('TRUNCATE "_coodie_migrations_lock"');
    expect(await statesOf('hooked')).toEqual({ '20260101_001_d': 'pending' });
  });

  it('a hook that never settles does not keep the lock after Ctrl-C', async () => {
    process.env['HOOK'] = 'hang';
    const run = project.start(['migrate', 'apply', '--app', 'app.mjs']);
    delete process.env['HOOK'];
    await run.printed('hook');
    run.kill('SIGINT');
    const { code, stderr } = await run.ended;
    expect(code).toBe(130);
    expect(stderr).toContain('Interrupted by SIGINT: no further statement was sent.');
    expect([await holders(), await statesOf('hooked')]).toEqual([[], { '20260101_001_d': 'pending' }]);
  });
});
