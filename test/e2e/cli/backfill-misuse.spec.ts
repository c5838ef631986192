import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { useKeyspace } from '../../support/cassandra.js';
import { hosts, useProject } from './project.js';

const BIN = resolve(__dirname, '../../../dist/cli/bin.js');

const POISON = `import type { BackfillDefinition } from 'nestjs-coodie';

export default {
  table: 'users',
  columns: ['name'],
  deadRows: 5,
  row: ({ id, name }) => {
    if (String(name).startsWith('bad')) throw new Error('a bad \\u001B[31mname\\u001B[0m');
    return { cql: 'UPDATE users SET first = ? WHERE id = ?', params: [name, id] };
  },
} satisfies BackfillDefinition;
`;

const COPY = `import type { CopyDefinition } from 'nestjs-coodie';

export default { from: 'users', to: 'people' } satisfies CopyDefinition;
`;

const ROWS = 300;

describe('coodie backfill with rows that cannot be written, and used wrongly', () => {
  const keyspace = useKeyspace('cli_retry');
  const project = useProject({
    'backfills/poison.ts': POISON,
    'backfills/copy.ts': COPY,
    'backfills/never.ts': COPY,
    'migrations/README.md': '',
    'a-file': 'of my own',
  });
  const coodie = (...args: readonly string[]) =>
    project.coodie(['backfill', ...args, '--keyspace', keyspace.name, ...hosts()]);
  const json = async (...args: readonly string[]) => {
    const { code, stdout } = await coodie(...args, '--json');
    return { code, ...(JSON.parse(stdout) as object) };
  };
  const run = (cql: string, params: readonly unknown[] = []) =>
    keyspace.client.execute(cql, [...params], { prepare: true });
  const repair = (id: number) => run('UPDATE users SET name = ? WHERE id = ?', [`good ${id}`, id]);
  const errorOf = async (...args: readonly string[]) => {
    const { code, stdout, stderr } = await coodie(...args);
    // A failure is told on standard error alone.
    expect(stdout).toBe('');
    return { code, stderr };
  };

  beforeAll(async () => {
    await run('CREATE TABLE users (id int PRIMARY KEY, name text, first text)');
    await run('CREATE TABLE people (id int PRIMARY KEY, name text, first text)');
    const names = Array.from({ length: ROWS }, (_, id) => (id % 100 === 7 ? `bad ${id}` : `n${id}`));
    await Promise.all(names.map((name, id) => run('INSERT INTO users (id, name) VALUES (?, ?)', [id, name])));
  });

  it('retries dead rows: ends with 1 while some are still dead, and with 0 once all are written', async () => {
    expect(await coodie('run', 'poison', '--restart')).toMatchObject({ code: 0 });
    const dead = await coodie('status', 'poison');
    expect(dead.stdout).toContain(String.raw`id = 107  a bad \x1b[31mname\x1b[0m`);
    expect(dead.stdout).toContain('To try those rows again: coodie backfill retry poison');
    expect(dead).toMatchObject({ code: 0 });
    await repair(7);
    const some = await coodie('retry', 'poison');
    expect(some).toMatchObject({ code: 1, stderr: '' });
    expect(some.stdout).toContain('✖ 1 row written, or gone by now · 2 still dead: coodie backfill status poison');
    await repair(107);
    const revived = { revived: 1, backfill: { name: 'poison', state: 'finished', dead: 1 } };
    expect(await json('retry', 'poison')).toMatchObject({ code: 1, keyspace: keyspace.name, ...revived });
    await run('DELETE FROM users WHERE id = 207');
    const all = await coodie('retry', 'poison');
    expect(all).toMatchObject({ code: 0, stdout: '✔ 1 row written, or gone by now · 0 still dead\n' });
    expect(await json('retry', 'poison')).toMatchObject({ code: 0, revived: 0, backfill: { dead: 0 } });
    const { rows } = await run('SELECT id, name, first FROM users');
    expect(rows.filter(({ name, first }) => name !== first)).toEqual([]);
    expect(await coodie('verify', 'poison')).toMatchObject({ code: 0 });
  });

  it('cannot pause, resume or cancel what is finished', async () => {
    for (const command of ['pause', 'resume', 'cancel']) {
      const { code, stderr } = await errorOf(command, 'poison');
      expect([command, code]).toEqual([command, 5]);
      expect(stderr).toContain('Backfill poison is finished');
      expect(stderr).toContain('To begin anew: coodie backfill run poison --restart');
    }
  });

  it('cannot run, retry, resume or finish what is cancelled, but begin it anew', async () => {
    await keyspace.client.execute(`UPDATE "_coodie_backfills" SET state = 'running' WHERE name = 'poison' IF EXISTS`);
    expect(await coodie('cancel', 'poison')).toMatchObject({ code: 0 });
    for (const [command = '', ...more] of [['run'], ['retry'], ['resume'], ['pause'], ['verify', '--finish']]) {
      const { code, stderr } = await errorOf(command, 'poison', ...more);
      expect([command, code]).toEqual([command, 5]);
      expect(stderr).toContain('Backfill poison is cancelled');
      expect(stderr).toContain('To begin anew: coodie backfill run poison --restart');
    }
    expect(await coodie('run', 'poison', '--restart')).toMatchObject({ code: 0 });
  });

  it('knows no name that was never started, or that nothing defines', async () => {
    for (const command of ['status', 'pause', 'resume', 'cancel', 'run', 'retry']) {
      const { code, stderr } = await errorOf(command, 'never');
      expect([command, code]).toEqual([command, 1]);
      expect(stderr).toContain('No backfill never was started.');
    }
    for (const [command = '', ...more] of [
      ['run'],
      ['retry'],
      ['verify'],
      ['verify', '--finish'],
      ['export', '--spark', 'd'],
    ]) {
      const { code, stderr } = await errorOf(command, 'poisson', ...more);
      expect([command, code]).toEqual([command, 1]);
      expect(stderr).toContain('The application defines no backfill poisson.');
      expect(stderr).toContain('There are: copy, never, poison');
    }
    const unknown = await json('status', 'never');
    expect(unknown).toMatchObject({
      code: 1,
      error: { code: 'COODIE_BACKFILL_UNKNOWN', facts: { backfill: 'never' } },
    });
  });

  it.each<[args: readonly string[], message: string]>([
    ...['-1', '1e9', 'abc', '1.5', '10000001', ''].map((rate): [string[], string] => [
      ['resume', 'poison', `--rate=${rate}`],
      `--rate must be a whole number from 0 to 10000000, not "${rate}"`,
    ]),
    ...['0', '-1', '1e9', 'abc', '4097'].map((count): [string[], string] => [
      ['resume', 'poison', '--concurrency', count],
      `--concurrency must be a whole number from 1 to 4096, not "${count}"`,
    ]),
    [['run', 'poison', '--accept-change', '--restart'], '--accept-change and --restart exclude each other'],
    [['run'], "missing required argument 'name'"],
    [['run', 'one', 'two'], 'takes the name of one backfill'],
    [['retry', 'poison', '--rate', '5'], "unknown option '--rate'"],
    [['export', 'copy'], 'needs --spark <dir>'],
    [['export', 'copy', '--spark', ''], '--spark must be a text that is not empty'],
  ])('is used wrongly, ends with 2 and runs nothing: %j', async (args, message) => {
    const { code, stderr } = await errorOf(...args);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });

  it('writes no export to a place where there is a file', async () => {
    for (const place of ['a-file', 'a-file/job']) {
      const { code, stderr } = await errorOf('export', 'copy', '--spark', place);
      expect([place, code]).toEqual([place, 2]);
      expect(stderr).toContain(`${place} cannot be written`);
      expect(stderr).toContain('Check the path and its permissions.');
    }
  });

  it('ends with its own code where only a line of its output is read', async () => {
    const args = `--keyspace ${keyspace.name} ${hosts().join(' ')}`;
    for (const [command, code] of [
      ['status poison --json', '0'],
      ['status never', '1'],
    ]) {
      const line = `${process.execPath} ${BIN} backfill ${command} ${args} | head -1 > /dev/null; echo \${PIPESTATUS[0]}`;
      const { stdout } = await promisify(execFile)('bash', ['-c', line], { cwd: project.path });
      expect([command, stdout.trim()]).toEqual([command, code]);
    }
  });
});
