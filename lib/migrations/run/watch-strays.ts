import type { StatementQueue } from './statement-queue.js';

const EVENT = 'unhandledRejection';
const taken = new WeakSet<WeakKey>();

/** Whether an unhandled rejection was the failure of a statement, which its migration answers for. */
export function isStrayStatement(reason: unknown): boolean {
  return typeof reason === 'object' && reason !== null && taken.has(reason);
}

/**
 * Keeps the failure of a statement from ending the process where the migration's own code, `forEach(async …)` for example,
 * lets it go unhandled. Answers a function that ends this. Any other rejection has its usual effect.
 */
export function watchStrays(queue: StatementQueue): () => void {
  const listen = (reason: unknown): void => {
    if (queue.takeStray(reason)) taken.add(reason as WeakKey);
    else if (process.listenerCount(EVENT) === 1) throw reason;
  };
  process.on(EVENT, listen);
  return () => void process.off(EVENT, listen);
}
