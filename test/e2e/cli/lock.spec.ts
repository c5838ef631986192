import { useKeyspace } from '../../support/cassandra.js';
import { tablesOf } from '../../support/schema-of.js';
import { SLOW } from './files.js';
import { hosts, useProject } from './project.js';

describe('coodie and its lock', () => {
  const keyspace = useKeyspace('cli_lock');
  const project = useProject({ 'migrations/20260101_001_slow.ts': SLOW });
  const target = () => ['--keyspace', keyspace.name, ...hosts()];
  const migrate = (...args: readonly string[]) => project.coodie(['migrate', ...args, ...target()]);
  const tables = () => tablesOf(keyspace.client, keyspace.name);
  const lockRows = async () => (await keyspace.client.execute('SELECT owner FROM "_coodie_migrations_lock"')).rowLength;

  it('says in one line that nobody holds it', async () => {
    expect((await migrate('unlock')).stdout).toBe(`${keyspace.name} · nobody holds the migration lock\n`);
  });

  it('names the holder to whoever finds it held, and lets it go at Ctrl-C, after the current statement', async () => {
    const run = project.start(['migrate', ...target()]);
    await run.printed('waiting');

    const held = await migrate();
    expect(held.code).toBe(4);
    expect(held.stderr).toMatch(
      /^✖ Another run holds the migration lock of keyspace cli_lock_\w+\.\n +owner +\S+:\d+:\S+ +taken/,
    );
    expect(held.stderr).toContain('--lock-wait 120');
    expect(JSON.parse((await migrate('--json')).stdout)).toMatchObject({
      error: { code: 'COODIE_LOCK_HELD', facts: { holder: { owner: expect.any(String) } } },
    });

    const unlock = await migrate('unlock');
    expect(unlock.code).toBe(2);
    expect(unlock.stderr).toMatch(/owner +\S+:\d+:\S+ +taken .*\n.*--yes/);

    run.kill('SIGINT');
    await run.printed('Stopping after the current statement.');
    project.write('go-on', '');
    const { code, stderr } = await run.ended;
    expect(code).toBe(130);
    expect(stderr).toContain('✖ Interrupted by SIGINT: no further statement was sent.');
    expect(await lockRows()).toBe(0);
    expect(await tables()).not.toContain('second');
    project.remove('go-on');
  });

  it('is let go when the terminal is closed, which may be said twice', async () => {
    const run = project.start(['migrate', ...target()]);
    await run.printed('waiting');
    run.kill('SIGHUP');
    await run.printed('Stopping after the current statement.');
    run.kill('SIGHUP');
    project.write('go-on', '');
    expect((await run.ended).code).toBe(129);
    expect(await lockRows()).toBe(0);
    expect(await tables()).not.toContain('second');
    project.remove('go-on');
  });

  it('is waited for no longer than until Ctrl-C', async () => {
    await keyspace.client.execute(
      `INSERT INTO "_coodie_migrations_lock" (lock_id, owner) VALUES ('coodie_migration_lock', 'somebody:1:x')`,
    );
    const run = project.start(['migrate', '--lock-wait', '60', ...target()]);
    await run.printed('waiting up to 60 s for the lock, held by somebody:1:x');
    run.kill('SIGTERM');
    expect((await run.ended).code).toBe(143);
  });

  it('is removed where that is meant', async () => {
    const { code, stdout } = await migrate('unlock', '--yes', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      keyspace: keyspace.name,
      holder: { owner: 'somebody:1:x', acquiredAt: null, renewedAt: expect.any(String), expiresIn: null },
      removed: true,
    });
    expect(await lockRows()).toBe(0);
  });

  it('ends at once at the second Ctrl-C', async () => {
    await keyspace.client.execute('DROP TABLE first');
    const run = project.start(['migrate', '--lock-ttl', '3', ...target()]);
    await run.printed('waiting');
    run.kill('SIGINT');
    await run.printed('Once more: at once.');
    run.kill('SIGINT');
    expect((await run.ended).code).toBeNull();
  });
});
