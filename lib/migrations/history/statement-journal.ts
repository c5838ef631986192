import type { Outcome } from '../../core/cql/expectation.js';
import type { Statement } from '../../core/cql/statement.js';
import { messageOf } from '../../core/error.js';
import type { JournalStep } from '../../core/history/journal-step.js';
import type { Direction } from '../../core/progress/progress.js';
import { UnclearOutcomeError } from '../../session/errors.js';
import type { Row } from '../../session/session.js';
import { EditedStatementError } from '../source/errors.js';
import { hashOf, type Journal, type Step } from './journal.js';
import { canBeSeen, isGuarded, isReadBack } from './journalled.js';

export interface StatementJournalOptions {
  readonly journal: Journal;
  readonly keyspace: string;
  readonly migration: string;
  readonly origin: string;
  readonly direction: Direction;
  /** Steps that an earlier run of the same migration left behind. */
  readonly known: readonly JournalStep[];
  /** Finds out whether a statement took effect whose answer was never recorded. */
  readonly settle: (cql: string) => Promise<Outcome>;
  /** Whether the names that a statement makes and removes are as it leaves them, before it is sent. */
  readonly look: (cql: string) => Promise<Outcome>;
  /** Position of the statement that ends the migration; 0 if unknown. See `endsWith`. */
  readonly last: number;
}

/**
 * Sends a statement. Where its effect is there before, its answer alone tells what it did: the schema would make somebody
 * else's table look like its own.
 */
export type Send = (wasThere: boolean) => Promise<readonly Row[]>;

/** Work that goes on where an earlier run left it. */
export interface ResumedWork<T> {
  readonly begin: () => Promise<void>;
  readonly work: () => Promise<T>;
}

/** Runs each statement of a migration once, however many runs that takes. */
export class StatementJournal {
  private count = 0;
  private isProved = false;
  private readonly before: string[];

  constructor(private readonly options: StatementJournalOptions) {
    const { known } = options;
    this.before = known.filter(({ state, position }) => state === 'done' && position > 0).map(({ cql }) => cql);
  }

  /** The statements that earlier runs have done. */
  get doneBefore(): readonly string[] {
    return this.before;
  }

  /**
   * Runs the next statement, unless an earlier run is known to have done it: then the answer is `undefined`.
   * @throws EditedStatementError where what was done is not what is written now
   * @throws UnclearOutcomeError where it cannot be told whether it was done
   */
  async once(statement: Statement, send: Send): Promise<readonly Row[] | undefined> {
    this.count += 1;
    const { migration, direction } = this.options;
    const step: Step = { migration, direction, position: this.count, cql: statement.cql };
    return (await this.wasDone(step)) ? undefined : this.run(step, statement, send);
  }

  /**
   * Runs work that keeps a record of its own of how far it came, unless it is known to be done: then the answer is
   * `undefined`. `begin` comes first where no earlier run has begun this very work.
   * @throws EditedStatementError
   */
  async resumed<T>({ cql }: Statement, { begin, work }: ResumedWork<T>): Promise<T | undefined> {
    this.count += 1;
    const { migration, direction, known, journal, origin } = this.options;
    const step: Step = { migration, direction, position: this.count, cql };
    const before = known.find(({ position }) => position === step.position);
    const isSame = before?.hash === hashOf(cql);
    if (before?.state === 'done' && !isSame) throw new EditedStatementError(origin, before.cql, cql);
    if (before?.state === 'done') return undefined;
    if (!isSame) await begin();
    await journal.begun(step, 'started');
    await this.proveFirst(step, 'started');
    const startedAt = performance.now();
    const answer = await this.sendOrNote(step, work);
    await journal.done(step, performance.now() - startedAt);
    return answer;
  }

  private async wasDone(step: Step): Promise<boolean> {
    const known = this.options.known.find(({ position }) => position === step.position);
    if (!known || known.state === 'failed' || known.state === 'found') return false;
    if (known.state === 'started' && !(await this.tookEffect(known, step))) return false;
    if (known.hash !== hashOf(step.cql)) throw new EditedStatementError(this.options.origin, known.cql, step.cql);
    return true;
  }

  /** The run ended between sending a statement and recording its answer. */
  private async tookEffect(known: JournalStep, step: Step): Promise<boolean> {
    const { settle, journal } = this.options;
    const outcome = await settle(known.cql);
    if (outcome === 'unknown' || outcome === 'different') throw new UnclearOutcomeError(known.cql, UNSETTLED[outcome]);
    if (outcome !== 'done') return false;
    await journal.done(step, 0);
    this.before.push(known.cql);
    return true;
  }

  private async run(step: Step, statement: Statement, send: Send): Promise<readonly Row[]> {
    const { journal } = this.options;
    const wasThere = await this.isThere(statement);
    const state = wasThere ? 'found' : 'started';
    await journal.begun(step, state);
    await this.proveFirst(step, state);
    const startedAt = performance.now();
    const rows = await this.sendOrNote(step, () => send(wasThere));
    const milliseconds = performance.now() - startedAt;
    if (!this.isNoted(step.position, statement, wasThere)) await journal.done(step, milliseconds);
    return rows;
  }

  /**
   * Reads back the first note of a run: what hides one hides all of them. A statement that no journal shows is not sent,
   * because a run that ended would send it again.
   */
  private async proveFirst(step: Step, state: 'started' | 'found'): Promise<void> {
    if (this.isProved) return;
    try {
      await this.options.journal.prove(step, state, 'begun');
      this.isProved = true;
    } catch (error) {
      await this.note(step, `not sent: ${messageOf(error)}`);
      throw error;
    }
  }

  /** One read. A guarded statement whose effect cannot be read back counts as if it had found it: its effect is unknown. */
  private async isThere(statement: Statement): Promise<boolean> {
    const { keyspace, look } = this.options;
    if (canBeSeen(statement, keyspace)) return (await look(statement.cql)) !== 'not done';
    return isGuarded(statement, keyspace) && statement.class.verb === 'CREATE';
  }

  /** A guarded statement that found its effect has done nothing; the last statement is noted by the end of the migration. */
  private isNoted(position: number, statement: Statement, wasThere: boolean): boolean {
    const { keyspace, last } = this.options;
    return wasThere ? isGuarded(statement, keyspace) : position === last && isReadBack(statement, keyspace);
  }

  private async sendOrNote<T>(step: Step, send: () => Promise<T>): Promise<T> {
    try {
      return await send();
    } catch (error) {
      // An unclear statement stays `started`: the next run asks the schema again.
      if (!(error instanceof UnclearOutcomeError)) await this.note(step, messageOf(error));
      throw error;
    }
  }

  /** If this write fails, the step stays `started`; the failure to record matters more. */
  private async note(step: Step, failure: string): Promise<void> {
    const { journal } = this.options;
    try {
      await journal.failed(step, failure);
    } catch {
      return;
    }
  }
}

const UNSETTLED = {
  unknown: 'the run that sent it ended before the answer came',
  different: 'the run that was to send it ended, and what the schema has of that name is not what it makes',
} as const;
