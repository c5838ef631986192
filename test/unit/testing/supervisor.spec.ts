import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitUntil } from '../../../lib/testing/embedded/cassandra-node.js';
import { Supervisor, type SupervisorDuties } from '../../../lib/testing/embedded/supervisor.js';

/** Stands for a server: lives until it is ended, and writes down how. */
const SERVER = `
  console.log('listening');
  process.on('SIGTERM', () => { require('node:fs').writeFileSync('ended-gently', ''); process.exit(); });
  setInterval(() => {}, 1000);
`;

describe('Supervisor', () => {
  let folder: string;
  let supervisor: Supervisor;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'supervisor-'));
  });
  afterEach(async () => {
    await supervisor.end();
    await rm(folder, { recursive: true, force: true });
  });

  async function supervise(duties: Partial<SupervisorDuties> = {}): Promise<number> {
    supervisor = new Supervisor({ folder: undefined, gentle: false, cleanup: [], ...duties });
    supervisor.run({ node: 0, command: process.execPath, args: ['-e', SERVER], cwd: folder, log: log() });
    expect(await waitUntil(async () => existsSync(log()) && (await readFile(log(), 'utf8')) !== '', 10_000)).toBe(true);
    expect(await waitUntil(async () => supervisor.pidOf(0) !== undefined, 10_000)).toBe(true);
    return supervisor.pidOf(0) ?? 0;
  }

  const log = () => join(folder, 'server.log');

  it('runs servers and writes what they print to their log', async () => {
    const pid = await supervise();
    expect(isAlive(pid)).toBe(true);
    expect(supervisor.isRunning(0)).toBe(true);
    expect(await readFile(log(), 'utf8')).toBe('listening\n');
  });

  it('ends servers and removes the folder', async () => {
    const pid = await supervise({ folder });
    await supervisor.end();
    expect(isAlive(pid)).toBe(false);
    expect(existsSync(folder)).toBe(false);
  });

  it('lets servers end gently where the folder is kept', async () => {
    await supervise({ gentle: true });
    await supervisor.end();
    expect(existsSync(join(folder, 'ended-gently'))).toBe(true);
  });

  it('ends a server that is paused', async () => {
    const pid = await supervise({ gentle: true });
    process.kill(pid, 'SIGSTOP');
    await supervisor.end();
    expect(isAlive(pid)).toBe(false);
  });

  it('runs the commands that clean up', async () => {
    const script = `require('node:fs').writeFileSync(${JSON.stringify(join(folder, 'cleaned'))}, '')`;
    await supervise({ cleanup: [[process.execPath, '-e', script]] });
    await supervisor.end();
    expect(existsSync(join(folder, 'cleaned'))).toBe(true);
  });

  it('notices that a server has ended', async () => {
    const pid = await supervise();
    process.kill(pid, 'SIGKILL');
    expect(await waitUntil(async () => !supervisor.isRunning(0), 10_000)).toBe(true);
    expect(supervisor.pidOf(0)).toBeUndefined();
  });

  it('reports a program that is not there in the log', async () => {
    await supervise();
    const missing = join(folder, 'missing.log');
    supervisor.run({ node: 1, command: join(folder, 'no-such-program'), args: [], cwd: folder, log: missing });
    expect(await waitUntil(async () => !supervisor.isRunning(1), 10_000)).toBe(true);
    expect(await readFile(missing, 'utf8')).toContain('ENOENT');
  });

  it('may be ended twice', async () => {
    await supervise();
    await supervisor.end();
    await expect(supervisor.end()).resolves.toBeUndefined();
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
