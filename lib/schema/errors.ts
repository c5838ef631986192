import type { Difference } from '../core/diff/difference.js';
import { presentDetail, presentObject, presentSubject } from '../core/diff/present-difference.js';
import { CoodieError, messageOf } from '../core/error.js';
import type { SchemaPlan } from '../core/plan/plan-schema.js';

/** The live schema is not what the entities declare. Nothing was changed. */
export class SchemaDriftError extends CoodieError {
  readonly code = 'COODIE_SCHEMA_DRIFT';

  constructor(readonly plan: SchemaPlan) {
    super(
      [
        headline(plan),
        ...plan.changes.flatMap(({ differences }) => differences).map(line),
        ...plan.drift.map(line),
      ].join('\n'),
      {
        hint: hintFor(plan),
      },
    );
  }
}

/** Only a difference to the entities is one that a migration can be written for. */
function hintFor({ changes }: SchemaPlan): string {
  const look = 'Look at it with `coodie schema diff`.';
  if (changes.length === 0) return look;
  return `Bring it in sync with a migration, \`coodie migrate generate\` writes one that is missing, or with \`coodie schema sync\`. ${look}`;
}

function headline({ keyspace, changes, drift }: SchemaPlan): string {
  const count = changes.flatMap(({ differences }) => differences).length;
  return `${keyspace}: ${count === 1 ? '1 difference' : `${count} differences`}, ${drift.length} drift`;
}

function line(difference: Difference): string {
  const { sign, object } = difference;
  return `  ${sign} ${presentObject(object)}   ${presentSubject(difference)}   ${presentDetail(difference)}`;
}

/** The outcome of the work on one keyspace; `error` is absent where it succeeded. */
export interface KeyspaceOutcome {
  readonly keyspace: string;
  readonly error?: unknown;
}

/** The failure of one keyspace, as data. */
export interface KeyspaceFailure {
  readonly keyspace: string;
  /** The code of a CoodieError; undefined for any other error. */
  readonly code: string | undefined;
  readonly message: string;
  readonly hint: string | undefined;
}

/** Work on several keyspaces failed for some of them. Every keyspace was tried; `cause.errors` has the errors themselves. */
export class KeyspacesFailedError extends CoodieError {
  readonly code = 'COODIE_KEYSPACES_FAILED';
  readonly failures: readonly KeyspaceFailure[];
  /** The keyspaces whose work is done. */
  readonly succeeded: readonly string[];
  declare readonly cause: AggregateError;

  constructor(outcomes: readonly KeyspaceOutcome[]) {
    const failures = outcomes.flatMap((outcome) => ('error' in outcome ? [failureOf(outcome)] : []));
    const succeeded = outcomes.flatMap((outcome) => ('error' in outcome ? [] : [outcome.keyspace]));
    const message = [failedHeadline(failures, succeeded), ...failures.flatMap(failureLines)].join('\n');
    const errors = outcomes.flatMap((outcome) => ('error' in outcome ? [outcome.error] : []));
    super(message, {
      cause: new AggregateError(errors, failedHeadline(failures, succeeded)),
      hint: 'Fix the cause of each failure and run it again: keyspaces that are in sync are left alone.',
    });
    this.failures = failures;
    this.succeeded = succeeded;
  }
}

function failureOf({ keyspace, error }: KeyspaceOutcome): KeyspaceFailure {
  const known = error instanceof CoodieError ? error : undefined;
  return { keyspace, code: known?.code, message: messageOf(error), hint: known?.hint };
}

function failedHeadline(failures: readonly KeyspaceFailure[], succeeded: readonly string[]): string {
  const all = failures.length + succeeded.length;
  return `${failures.length} of ${all} keyspaces failed; ${succeeded.length === 0 ? 'none' : succeeded.length} succeeded`;
}

function failureLines({ keyspace, code, message }: KeyspaceFailure): readonly string[] {
  const [first = '', ...more] = message.split('\n');
  return [`  ${keyspace}: ${code === undefined ? '' : `${code}: `}${first}`, ...more.map((line) => `    ${line}`)];
}

/** Options of sync that cannot be meant, all of them at once. Nothing was sent. */
export class InvalidSyncOptionsError extends CoodieError {
  readonly code = 'COODIE_INVALID_SYNC_OPTIONS';

  constructor(readonly problems: readonly string[]) {
    super(['The options of sync are not valid:', ...problems.map((problem) => `  ${problem}`)].join('\n'), {
      hint: 'Nothing was sent to the database.',
    });
  }
}

/** A keyspace is not emptied: it must not be, or it is not what was looked at. */
export class ResetRefusedError extends CoodieError {
  readonly code = 'COODIE_RESET_REFUSED';

  constructor(
    readonly reason: string,
    hint?: string,
  ) {
    super(`Nothing was dropped. ${reason}`, { hint });
  }
}
