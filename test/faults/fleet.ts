import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setPriority } from 'node:os';
import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

const ROOT = resolve(__dirname, '../..');
const BIN = resolve(ROOT, 'dist/cli/bin.js');
const PRELOAD = pathToFileURL(resolve(ROOT, 'test/fixtures/faults/random.mjs')).href;
/** Seconds. */
export const LOCK_TTL = 3;
const LOCK = ['--lock-ttl', String(LOCK_TTL), '--lock-wait', '30'];
/** Milliseconds, and more than the lock's time to live: a process that is stopped that long has lost it. */
const LONGEST_STOP = 4_500;

export interface Target {
  readonly keyspace: string;
  readonly hosts: string;
  readonly directory: string;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Faults {
  readonly kill: number;
  readonly stop: number;
}

/** `coodie migrate …args` of the built package, with or without faults. */
export function migrate(target: Target, args: readonly string[], faults?: Faults & { readonly seed: number }): Run {
  const { keyspace, hosts, directory } = target;
  const where = ['--keyspace', keyspace, '--hosts', hosts, '--migrations-dir', directory];
  const preload = faults ? ['--import', PRELOAD] : [];
  const child = spawn(process.execPath, [...preload, BIN, 'migrate', ...args, ...where], {
    cwd: directory,
    env: { ...process.env, NO_COLOR: '1', ...(faults ? { RANDOM_FAULTS: JSON.stringify(faults) } : {}) },
  });
  // These runs go on for minutes, beside other suites that watch the clock.
  if (child.pid !== undefined) setPriority(child.pid, 10);
  return { child, ended: endOf(child) };
}

export interface Run {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

async function endOf(child: ChildProcess): Promise<Ended> {
  const output = { stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return { code, signal, ...output };
}

/** `apply` under faults, begun again for as long as it is killed. A stopped process is continued after a random while. */
export async function applyUntilItEnds(target: Target, faults: Faults, random: () => number): Promise<Ended> {
  for (;;) {
    const seed = Math.floor(random() * 2 ** 31);
    const run = migrate(target, ['apply', '--json', '--yes', ...LOCK], { ...faults, seed });
    const ended = await continuing(run, random);
    if (ended.signal !== 'SIGKILL') return ended;
  }
}

async function continuing({ child, ended }: Run, random: () => number): Promise<Ended> {
  const over = { yet: false };
  void ended.finally(() => (over.yet = true));
  while (!over.yet) {
    await Promise.race([ended, delay(50 + random() ** 3 * LONGEST_STOP)]);
    child.kill('SIGCONT');
  }
  return ended;
}
