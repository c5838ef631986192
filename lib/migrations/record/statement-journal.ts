import type { Outcome } from '../../core/cql/expectation.js';
import type { JournalStep } from '../../core/history/journal-step.js';
import { messageOf } from '../../core/message-of.js';
import type { Direction } from '../../core/progress.js';
import { UnclearOutcomeError } from '../../session/errors.js';
import type { Row } from '../../session/session.js';
import { EditedStatementError } from '../errors.js';
import { hashOf, type Journal, type Step } from './journal.js';
import { isReadBack } from './journalled.js';

export interface StatementJournalOptions {
  readonly journal: Journal;
  readonly keyspace: string;
  readonly migration: string;
  readonly origin: string;
  readonly direction: Direction;
  /** What an earlier run of the same migration left behind. */
  readonly known: readonly JournalStep[];
  /** Finds out whether a statement took effect whose answer was never recorded. */
  readonly settle: (cql: string) => Promise<Outcome>;
  /** What the schema says of a statement that was never sent. */
  readonly look: (cql: string) => Promise<Outcome>;
  /** Whether the lock is still held: the journal of who has lost it belongs to the next holder. */
  readonly assertHeld: () => Promise<void>;
  /** Whether this undoes an upgrade that never ended: then what the schema does not have need not be undone. */
  readonly ofPart: boolean;
  /** Of the statement behind which the record of the migration follows at once; 0 where that is not known. See `endsWith`. */
  readonly last: number;
  /** Whether a statement was noted as started before its migration began; asked once. */
  readonly takeNoted: (step: Step) => boolean;
}

/** Runs each statement of a migration once, however many runs that takes. */
export class StatementJournal {
  private count = 0;

  constructor(private readonly options: StatementJournalOptions) {}

  /**
   * Runs the next statement, unless an earlier run is known to have done it: then the answer is `undefined`.
   * @throws EditedStatementError where what was done is not what is written now
   * @throws UnclearOutcomeError where it cannot be told whether it was done
   */
  async once(cql: string, send: () => Promise<readonly Row[]>): Promise<readonly Row[] | undefined> {
    this.count += 1;
    const { migration, direction } = this.options;
    const step: Step = { migration, direction, position: this.count, cql };
    return (await this.wasDone(step)) || (await this.isNeedless(step)) ? undefined : this.run(step, send);
  }

  private async wasDone(step: Step): Promise<boolean> {
    const known = this.options.known.find(({ position }) => position === step.position);
    if (!known || known.state === 'failed') return false;
    if (known.state === 'started' && !(await this.tookEffect(known, step))) return false;
    if (known.hash !== hashOf(step.cql)) throw new EditedStatementError(this.options.origin, known.cql, step.cql);
    return true;
  }

  private async isNeedless(step: Step): Promise<boolean> {
    const { ofPart, journal, look, assertHeld } = this.options;
    if (!ofPart || (await look(step.cql)) !== 'done') return false;
    await assertHeld();
    await journal.started(step);
    await journal.done(step, 0);
    return true;
  }

  /** The run ended between sending a statement and recording its answer. */
  private async tookEffect(known: JournalStep, step: Step): Promise<boolean> {
    const { settle, assertHeld, journal } = this.options;
    const outcome = await settle(known.cql);
    if (outcome === 'unknown')
      throw new UnclearOutcomeError(known.cql, 'the run that sent it ended before the answer came');
    if (outcome !== 'done') return false;
    await assertHeld();
    await journal.done(step, 0);
    return true;
  }

  private async run(step: Step, send: () => Promise<readonly Row[]>): Promise<readonly Row[]> {
    const { journal, assertHeld, takeNoted } = this.options;
    await assertHeld();
    if (!takeNoted(step)) await journal.started(step);
    const startedAt = performance.now();
    const rows = await this.sendOrNote(step, send);
    const milliseconds = performance.now() - startedAt;
    await assertHeld();
    if (!this.endsWith(step)) await journal.done(step, milliseconds);
    return rows;
  }

  /**
   * The record of the whole migration follows this statement, and clears its journal: it need not be told to be done. If
   * the run dies just between the two, the schema shows that it is.
   */
  private endsWith({ position, cql }: Step): boolean {
    return position === this.options.last && isReadBack(cql, this.options.keyspace);
  }

  private async sendOrNote(step: Step, send: () => Promise<readonly Row[]>): Promise<readonly Row[]> {
    try {
      return await send();
    } catch (error) {
      // What is unclear stays `started`: the next run asks the schema again.
      if (!(error instanceof UnclearOutcomeError)) await this.note(step, messageOf(error));
      throw error;
    }
  }

  /** Where this cannot be written, the step stays `started`; the failure that is to be written matters more. */
  private async note(step: Step, failure: string): Promise<void> {
    const { journal, assertHeld } = this.options;
    try {
      await assertHeld();
      await journal.failed(step, failure);
    } catch {
      return;
    }
  }
}
