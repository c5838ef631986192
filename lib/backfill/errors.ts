import { maskSecrets, shownText } from '../core/cql/mask-secrets.js';
import { CoodieError } from '../core/error.js';
import { visible } from '../core/text/visible.js';

/** A backfill that must not run as it is written: its options, or a statement that its `row` returned. */
export class BackfillRefusedError extends CoodieError {
  readonly code = 'COODIE_BACKFILL_REFUSED';

  constructor(
    readonly backfill: string,
    readonly problem: string,
    hint: string,
    cause?: unknown,
  ) {
    super(`Backfill ${backfill}: ${problem}.`, { hint, cause });
  }
}

/** The refusal of a statement that `row` returned. */
export function refusedStatement(backfill: string, cql: string, problem: string, hint: string): BackfillRefusedError {
  return new BackfillRefusedError(backfill, `${shownText(maskSecrets(cql))} is refused, because ${problem}`, hint);
}

/** The refusal of a run that could leave rows out without anyone noticing. */
export function incompleteRanges(backfill: string): BackfillRefusedError {
  const problem = 'some of its ranges are missing in _coodie_backfill_ranges, so rows would be left out';
  const hint = 'Somebody has deleted them. Begin anew with --restart; in a migration, give it another name.';
  return new BackfillRefusedError(backfill, problem, hint);
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

/** State of a backfill in which no row is written. */
export type AtRest = 'paused' | 'cancelled' | 'finished' | 'begun anew';

/** A backfill that was paused, cancelled or restarted elsewhere: this process does not go on with it. */
export class BackfillNotRunningError extends CoodieError {
  readonly code = 'COODIE_BACKFILL_NOT_RUNNING';

  constructor(
    readonly backfill: string,
    readonly state: AtRest,
    readonly reason?: string,
  ) {
    const hints: Readonly<Record<AtRest, string>> = {
      paused: `To go on: coodie backfill resume ${backfill}`,
      cancelled: `To begin anew: coodie backfill run ${backfill} --restart`,
      finished: `To begin anew: coodie backfill run ${backfill} --restart`,
      'begun anew': `Look at it: coodie backfill status ${backfill}`,
    };
    super(`Backfill ${backfill} is ${state}${reason === undefined ? '' : `: ${reason}`}`, { hint: hints[state] });
  }
}

/** No backfill of that name: the application defines none, or it was never started. */
export class BackfillUnknownError extends CoodieError {
  readonly code = 'COODIE_BACKFILL_UNKNOWN';

  constructor(
    readonly backfill: string,
    readonly known: readonly string[],
    /** Whether it is defined, and was never started. */
    readonly isDefined = false,
  ) {
    const names = known.length === 0 ? 'There is none at all.' : `There are: ${known.map(visible).join(', ')}`;
    super(
      isDefined
        ? `No backfill ${visible(backfill)} was started.`
        : `The application defines no backfill ${visible(backfill)}.`,
      {
        hint: isDefined
          ? names
          : `Write backfills/${visible(backfill)}.ts, or register a provider with @Backfill('${visible(backfill)}') and name the application with --app. ${names}`,
      },
    );
  }
}

/** A migration needs a backfill that is not finished. */
export class BackfillUnfinishedError extends CoodieError {
  readonly code = 'COODIE_BACKFILL_UNFINISHED';

  constructor(
    readonly backfill: string,
    /** `running, 62 %`, or `not started`. */
    readonly progress: string,
    /** The statement that would take away what it reads. */
    readonly statement?: string,
  ) {
    const lost = statement === undefined ? '' : ` ${shownText(maskSecrets(statement))} would take away what it reads.`;
    super(`Backfill ${visible(backfill)} is not finished: ${progress}.${lost}`, {
      hint: `Look at it: coodie backfill status ${visible(backfill)}.  Finish it: coodie backfill run ${visible(backfill)}${statement === undefined ? '' : `, or cancel it: coodie backfill cancel ${visible(backfill)}`}`,
    });
  }
}

/** The lock of a backfill was lost under way. */
export function lostLease(backfill: string, cause: unknown): BackfillStoppedError {
  const problem = 'its lock was lost: it was removed, or could not be renewed in time.';
  return new BackfillStoppedError(backfill, problem, 'Run it again: it goes on where it stopped.', cause);
}

/** A backfill whose rows could not all be compared with what it was to write, or that its comparison does not finish. */
export class BackfillNotVerifiedError extends CoodieError {
  readonly code = 'COODIE_BACKFILL_NOT_VERIFIED';

  constructor(
    readonly backfill: string,
    readonly problem: string,
    hint: string,
    cause?: unknown,
  ) {
    super(`Backfill ${visible(backfill)} is not verified: ${problem}.`, { hint, cause });
  }
}
