import { useKeyspace } from '../../support/cassandra.js';
import { hosts, useProject } from './project.js';

const migration = (upgrade: string) =>
  `export default class { async upgrade(context) { await context.execute('CREATE TABLE first (id int PRIMARY KEY)'); ${upgrade} } }`;

describe('a process that is ended by a migration', () => {
  const keyspace = useKeyspace('cli_ended');
  const project = useProject({
    'exits/20260101_001_exits.mjs': migration('process.exit(0);'),
    'lint/20260101_001_exits.mjs': 'export default class { async upgrade() { process.exit(0); } }',
  });
  const on = (...args: readonly string[]) =>
    project.coodie(['migrate', ...args, '--keyspace', keyspace.name, ...hosts()]);

  it('has failed, says so, and until when its lock stands; nothing is recorded as applied', async () => {
    const before = Date.now();
    const { code, stderr } = await on('apply', '--migrations-dir', 'exits', '--lock-ttl', '5');
    expect(code).toBe(1);
    expect(stderr).toContain('✖ The process was ended before the command had done its work');
    const [, until = ''] =
      /The migration lock could not be released\. It stands until (\S+) at the latest/.exec(stderr) ?? [];
    expect(Date.parse(until)).toBeGreaterThan(before + 5_000);
    const status = await on('status', '--migrations-dir', 'exits', '--json');
    expect(JSON.parse(status.stdout)).toMatchObject({ migrations: [{ name: '20260101_001_exits', state: 'failed' }] });
  });

  it.each(['lint', 'apply --dry-run'])('has failed where it only looks: %s', async (command) => {
    const { code, stdout, stderr } = await on(...command.split(' '), '--migrations-dir', 'lint');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('✖ The process was ended');
    expect(stderr).not.toContain('lock');
  });
});
