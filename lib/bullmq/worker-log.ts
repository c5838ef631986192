import { Logger } from '@nestjs/common';
import { CoodieError, messageOf } from '../core/error.js';
import { NO_ANSWER, troubleOf, type Trouble } from './redis-trouble.js';
import { ToldOnce } from './told-once.js';

/** Log of a worker: each message once an hour. */
export class WorkerLog {
  private readonly logger = new Logger('Coodie');
  private readonly told = new ToldOnce(() => Date.now());

  /** Clients that are closed report lost connections, which is `isOver` then. */
  constructor(private readonly isOver: () => boolean) {}

  readonly warn = (message: string): void => {
    if (!this.isOver() && this.told.isNew(message)) this.logger.warn(message);
  };

  /** An error of Redis, or of the client. */
  readonly trouble = (error: unknown): void => {
    const { problem, advice } = troubleOf(error);
    this.warn(`The queue of backfills: ${problem}. ${advice}`);
  };

  /** A range that was not worked on. The queue tries it again, and after that the reconciler. */
  failed(backfill: string | undefined, error: unknown): void {
    const hint = error instanceof CoodieError && error.hint !== undefined ? ` ${error.hint}` : '';
    const of = backfill === undefined ? 'a backfill' : `backfill ${backfill}`;
    this.warn(`A range of ${of} is tried again later: ${messageOf(error)}${hint}`);
  }

  /** Redis at an address has not answered at the start. */
  late(address: string, last: Trouble | undefined, ready: Promise<void>): void {
    const { problem, advice } = last ?? NO_ANSWER;
    this.warn(
      `The queue of backfills: Redis at ${address} is not there (${problem}). The application starts all the same, and works ` +
        `on backfills once it is. ${advice}`,
    );
    ready.then(
      () => this.isOver() || this.logger.log(`The queue of backfills: Redis at ${address} is there now.`),
      (error: unknown) => this.dead(error),
    );
  }

  private dead(error: unknown): void {
    const { problem, advice } = troubleOf(error);
    if (this.isOver()) return;
    this.logger.error(`The queue of backfills cannot be used: ${problem}. ${advice} Then start the application again.`);
  }
}
