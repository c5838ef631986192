import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { setTimeout as delay } from 'node:timers/promises';
import { useBackfillProject } from './backfill-project.js';

const BIN = resolve(__dirname, '../../../dist/cli/bin.js');
const ROWS = 2_000;
const PAGE = 50;
const CONCURRENCY = 16;
/** Ranges that one process reads at a time. */
const READERS = 4;
/** Milliseconds. */
const DAY = 86_400_000;

describe('coodie backfill run, in the middle of its work', () => {
  const project = useBackfillProject(
    'cli_interrupted',
    ROWS,
    `rate = 100; pageSize = ${PAGE}; concurrency = ${CONCURRENCY}; ranges = 16;`,
  );
  const until = async (isSo: () => Promise<boolean> | boolean) => {
    while (!(await isSo())) await delay(100);
  };
  const redone = () => project.handed().length - new Set(project.handed()).size;
  /** A run that has handed over some more rows. */
  const atWork = async () => {
    const before = project.handed().length;
    const run = project.startRun();
    await until(() => project.handed().length >= before + 150);
    return run;
  };
  const lockOf = async () => {
    const cql = `SELECT owner FROM "_coodie_migrations_lock" WHERE lock_id = 'backfill:work'`;
    return (await project.keyspace.client.execute(cql)).rowLength;
  };

  it.each<[NodeJS.Signals, number]>([
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ])('ends on %s within 10 s, and lets its lock go', async (signal, code) => {
    const run = await atWork();
    const killedAt = performance.now();
    run.kill(signal);
    expect(await run.ended).toMatchObject({ code });
    expect(performance.now() - killedAt).toBeLessThan(10_000);
    expect(await lockOf()).toBe(0);
    expect(await project.status()).toMatchObject({ state: 'running' });
  });

  it('is killed, and leaves its lock', async () => {
    const run = await atWork();
    run.kill('SIGKILL');
    expect(await run.ended).toMatchObject({ code: null });
    expect(await lockOf()).toBe(1);
    // Nobody is left who holds it: the next run need not wait until it expires.
    await project.keyspace.client.execute(
      `DELETE FROM "_coodie_migrations_lock" WHERE lock_id = 'backfill:work' IF EXISTS`,
    );
  });

  it('ends on Ctrl-C while it is paused, too', async () => {
    const run = await atWork();
    const reason = 'a \u001B[31mred\u001B[0m\nday';
    expect(await project.outside('backfill', 'pause', 'work', '--reason', reason)).toMatchObject({ code: 0 });
    const shown = await project.outside('backfill', 'status', 'work');
    expect(shown.stdout).toContain(String.raw`paused: a \x1b[31mred\x1b[0m day`);
    expect(shown.stdout).not.toContain('\u001B');
    run.kill('SIGINT');
    expect(await run.ended).toMatchObject({ code: 130 });
  });

  it('has redone at most the page and the writes at hand of each range that was read', () => {
    const [interrupted, killed] = [3 * READERS * (PAGE + CONCURRENCY), READERS * (2 * PAGE + CONCURRENCY)];
    expect(redone()).toBeLessThanOrEqual(interrupted + killed);
  });

  it('goes on to its end where nobody reads its output', async () => {
    const { path } = project;
    await project.outside('backfill', 'resume', 'work', '--rate', '0');
    const command = `${process.execPath} ${BIN} backfill run work --lock-wait 60 --app src/app.module.ts`;
    const { stdout } = await promisify(execFile)('bash', ['-c', `${command} 2>&1 | true; echo \${PIPESTATUS[0]}`], {
      cwd: path,
      // That of the sandbox, which names the application.
      env: process.env,
    });
    expect(stdout.trim()).toBe('0');
    expect(await project.wrong()).toEqual([]);
    expect(await project.status()).toMatchObject({ state: 'finished', rows: expect.any(Number) as number });
  });
});

describe('coodie backfill run on a machine whose clock is a day ahead', () => {
  const project = useBackfillProject('cli_ahead', 400, 'rate = 20;');

  it('loses against what the application writes meanwhile, and goes on where the clock is right', async () => {
    const { client } = project.keyspace;
    const ahead = project.startRun({ clockAhead: DAY });
    while (project.handed().length < 20) await delay(100);
    for (let id = 0; id < 400; id += 2)
      await client.execute('UPDATE users SET first = ? WHERE id = ?', ['own', id], { prepare: true });
    for (let id = 1; id < 400; id += 20)
      await client.execute('DELETE FROM users WHERE id = ?', [id], { prepare: true });
    expect(await project.status()).toMatchObject({ state: 'running' });
    ahead.kill('SIGTERM');
    expect(await ahead.ended).toMatchObject({ code: 143 });
    await project.outside('backfill', 'resume', 'work', '--rate', '0');
    expect(await project.inApp('backfill', 'run', 'work')).toMatchObject({ code: 0 });
    const { rows } = await client.execute('SELECT id, first FROM users', [], { fetchSize: 1_000 });
    expect(rows).toHaveLength(380);
    const isRight = ({ id, first }: (typeof rows)[number]) => first === ((id as number) % 2 === 0 ? 'own' : `n${id}`);
    expect(rows.filter((row) => !isRight(row))).toEqual([]);
  });
});
