import { once } from 'node:events';

/** Waits for Ctrl-C, SIGTERM or a terminal that is closed. A pending promise does not keep a process alive; a timer does. */
export async function askedToEnd(): Promise<void> {
  const alive = setInterval(() => {}, 60_000);
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM'), once(process, 'SIGHUP')]);
  clearInterval(alive);
}
