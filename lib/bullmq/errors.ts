import { CoodieError } from '../core/error.js';
import { troubleOf } from './redis-trouble.js';

/** The queue of backfills cannot work with the connection to Redis that it was given. */
export class QueueUnusableError extends CoodieError {
  readonly code = 'COODIE_QUEUE_UNUSABLE';

  constructor(
    readonly problem: string,
    hint: string,
    cause?: unknown,
  ) {
    super(`The queue of backfills cannot be used: ${problem}.`, { hint, cause });
  }
}

/** A failure of BullMQ, or of its client, that another attempt would not change. */
export function unusable(error: unknown): QueueUnusableError {
  const { problem, advice } = troubleOf(error);
  const isMissing = /\bioredis\b/.test(problem);
  return new QueueUnusableError(problem, isMissing ? INSTALL : advice, error);
}

const INSTALL = 'Install the client of Redis beside BullMQ: npm install ioredis';
