import { once } from 'node:events';
import { EXIT } from '../settings/exit-code.js';

/**
 * Does work after which the process is to go on. Where the process ends meanwhile, because something calls `process.exit` or
 * nothing is left to wait for, it ends as failed, and `onEnd` says so.
 */
export async function whileAtWork<T>(work: () => Promise<T>, onEnd: () => void): Promise<T> {
  const end = (): void => {
    onEnd();
    process.exitCode = EXIT.failed;
  };
  process.once('exit', end);
  try {
    return await work();
  } finally {
    process.off('exit', end);
  }
}

/** Waits for Ctrl-C, SIGTERM or a terminal that is closed. A pending promise does not keep a process alive; a timer does. */
export async function askedToEnd(): Promise<void> {
  const alive = setInterval(() => {}, 60_000);
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM'), once(process, 'SIGHUP')]);
  clearInterval(alive);
}
