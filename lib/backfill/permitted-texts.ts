import { readBackfillWrite, withGuard } from '../core/backfill/read-backfill-write.js';
import type { Backfill } from './check-options.js';
import { refusedStatement } from './errors.js';
import type { SourceTable } from './source-table.js';

const MOST_TEXTS = 100;

/** The statements that `row` has returned, each text read once. */
export class PermittedTexts {
  /** The text that is sent for each text that `row` returned. */
  private readonly texts = new Map<string, string>();

  constructor(
    private readonly backfill: Backfill,
    private readonly source: SourceTable,
  ) {}

  /**
   * Returns the text to send, with the guard of the backfill.
   * @throws BackfillRefusedError where it may not be sent twice
   */
  of(cql: string): string {
    const known = this.texts.get(cql);
    if (known !== undefined) return known;
    const { name, guard } = this.backfill;
    const refuse = (problem: string, hint: string) => refusedStatement(name, cql, problem, hint);
    if (this.texts.size === MOST_TEXTS)
      throw refuse('there are more than 100 different statements', 'Pass values as parameters (?).');
    const isSetOrMap = this.source.isSetOrMap(cql);
    const read = readBackfillWrite(cql, isSetOrMap);
    if (read.kind === 'refused') throw refuse(read.problem, read.hint);
    const text = guard.length === 0 ? cql : withGuard(cql, guard, isSetOrMap);
    if (text === undefined)
      throw refuse('a guard needs an UPDATE without USING TIMESTAMP', 'Return such an UPDATE, or leave the guard out.');
    this.texts.set(cql, text);
    return text;
  }
}
