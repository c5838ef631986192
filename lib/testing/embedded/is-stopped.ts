import { readdir, readFile } from 'node:fs/promises';

/**
 * Whether a process that was sent SIGSTOP does nothing any more: on a busy machine its threads go on for a moment. Told
 * from /proc; where there is none, it is taken for stopped.
 */
export async function isStopped(pid: number): Promise<boolean> {
  const threads = await readdir(`/proc/${pid}/task`).catch(() => []);
  const states = await Promise.all(threads.map((thread) => stateOf(`/proc/${pid}/task/${thread}/stat`)));
  return states.every((state) => state === 'T' || state === undefined);
}

/** `4711 (java) T …`: the letter behind the name, which may hold anything. `undefined` where the thread has ended. */
async function stateOf(path: string): Promise<string | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  return text?.slice(text.lastIndexOf(')') + 2, text.lastIndexOf(')') + 3);
}
