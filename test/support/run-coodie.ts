import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Ended } from './run-node.js';

const ROOT = resolve(__dirname, '../..');
const BIN = resolve(ROOT, 'dist/cli/bin.js');
const PRELOAD = pathToFileURL(resolve(ROOT, 'test/fixtures/faults/preload.mjs')).href;
const TIMEOUT = 180_000;

/** Where a run is stopped; see the preloaded script. */
export interface FaultPoint {
  readonly statement: string;
  readonly point: 'unrecorded' | 'noted' | 'before' | 'after';
  readonly signal: 'SIGKILL' | 'SIGSTOP';
}

export interface RunOptions {
  readonly cwd: string;
  readonly fault?: FaultPoint | undefined;
  /** A file that gets each of the migrations' own statements that is sent. */
  readonly sentFile?: string | undefined;
  /** Milliseconds by which the process's clock is wrong. */
  readonly clockAhead?: number | undefined;
}

export interface CoodieRun {
  readonly process: ChildProcess;
  /** Once it has come to the point of its fault; fails where it ends before. */
  readonly atFault: Promise<void>;
  readonly ended: Promise<Ended & { readonly signal: NodeJS.Signals | null }>;
}

/** `coodie …args` of the built package, as a process of its own that can be stopped at an exact point. */
export function startCoodie(args: readonly string[], { cwd, fault, sentFile, clockAhead }: RunOptions): CoodieRun {
  const child = spawn(process.execPath, ['--import', PRELOAD, BIN, ...args], {
    cwd,
    env: {
      ...process.env,
      NO_COLOR: '1',
      ...(fault ? { FAULT: JSON.stringify(fault) } : {}),
      ...(sentFile ? { SENT_FILE: sentFile } : {}),
      ...(clockAhead ? { CLOCK_AHEAD: String(clockAhead) } : {}),
    },
    timeout: TIMEOUT,
    killSignal: 'SIGKILL',
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  const ended = once(child, 'close').then(([code, signal]) => ({
    code: code as number | null,
    signal: signal as NodeJS.Signals | null,
    ...output,
  }));
  const atFault = new Promise<void>((settle, fail) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output.stderr += text;
      if (output.stderr.includes('at the point: ')) settle();
    });
    ended.then(({ stderr }) => fail(new Error(`It ended before the point of its fault:\n${stderr}`)), fail);
  });
  // Not everybody waits for it.
  atFault.catch(() => {});
  return { process: child, atFault, ended };
}
