import { maskSecrets, shownText } from '../../core/cql/mask-secrets.js';
import { CoodieError } from '../../core/error.js';

/** A backfill that must not run as it is written: its options, or a statement that its `row` returned. */
export class BackfillRefusedError extends CoodieError {
  readonly code = 'COODIE_BACKFILL_REFUSED';

  constructor(
    readonly backfill: string,
    readonly problem: string,
    hint: string,
  ) {
    super(`Backfill ${backfill}: ${problem}.`, { hint });
  }
}

/** The refusal of a statement that `row` returned. */
export function refusedStatement(backfill: string, cql: string, problem: string, hint: string): BackfillRefusedError {
  return new BackfillRefusedError(backfill, `${shownText(maskSecrets(cql))} is refused, because ${problem}`, hint);
}

/** A backfill stopped half-way. What it has written stays; the next run goes on from there. */
export class BackfillStoppedError extends CoodieError {
  readonly code = 'COODIE_BACKFILL_STOPPED';

  constructor(
    readonly backfill: string,
    readonly problem: string,
    hint: string,
    cause?: unknown,
  ) {
    super(`Backfill ${backfill} stopped: ${problem}`, { hint, cause });
  }
}
