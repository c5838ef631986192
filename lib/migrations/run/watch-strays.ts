import type { StatementQueue } from './statement-queue.js';

const EVENT = 'unhandledRejection';

/**
 * Keeps the failure of a statement from ending the process where the migration's own code, `forEach(async …)` for example,
 * lets it go unhandled. Answers a function that ends this. Any other rejection has its usual effect.
 */
export function watchStrays(queue: StatementQueue): () => void {
  const listen = (reason: unknown): void => {
    if (queue.takeStray(reason) || process.listenerCount(EVENT) > 1) return;
    throw reason;
  };
  process.on(EVENT, listen);
  return () => void process.off(EVENT, listen);
}
