import { maskSecrets, shownStatement, shownText } from '../../core/cql/mask-secrets.js';
import { CoodieError, messageOf } from '../../core/error.js';
import type { Direction } from '../../core/progress/progress.js';
import type { Position } from '../../core/text/position.js';
import { visible } from '../../core/text/visible.js';
import { UnclearOutcomeError } from '../../session/errors.js';

/** A statement and where it stands in its file, where that is known. */
export interface StatementPlace {
  readonly cql: string;
  readonly origin: string;
  readonly position?: Position | undefined;
}

export const placeOf = ({ origin, position }: Omit<StatementPlace, 'cql'>) =>
  position ? `${origin}:${position.line}:${position.column}` : origin;

interface LoadFailure {
  readonly hint?: string | undefined;
  readonly cause?: unknown;
  readonly position?: Position | undefined;
}

/** A migration file that cannot be loaded, or exports no migration. */
export class MigrationLoadError extends CoodieError {
  readonly code = 'COODIE_MIGRATION_LOAD';
  /** In the migration's own file, where that is known. */
  readonly position: Position | undefined;

  constructor(
    readonly origin: string,
    readonly reason: string,
    { position, ...context }: LoadFailure = {},
  ) {
    super(`${placeOf({ origin, position })} cannot be loaded: ${reason}`, context);
    this.position = position;
  }
}

type DestructiveStatement = StatementPlace & { readonly destroys: string };

/** `upgrade` would drop or truncate something without saying so. */
export class DestructiveStatementError extends CoodieError {
  readonly code = 'COODIE_DESTRUCTIVE';

  readonly statements: readonly DestructiveStatement[];

  constructor(found: readonly DestructiveStatement[], ending: string) {
    const statements = found.map((statement) => ({ ...statement, cql: maskSecrets(statement.cql) }));
    super(
      [
        ...statements
          .slice(0, LISTED)
          .flatMap((statement) => [
            `${placeOf(statement)} is destructive and does not say so.`,
            `  ${shownText(statement.cql)}      ${statement.destroys}`,
          ]),
        ...(statements.length > LISTED ? [`… and ${statements.length - LISTED} more`] : []),
        ending,
      ].join('\n'),
      {
        hint: 'If it is intended, add `-- allow-destructive` to a .cql file, or `allowDestructive = true` to the class.',
      },
    );
    this.statements = statements;
  }
}

/** How far a migration came. */
export interface Failure {
  readonly origin: string;
  readonly direction: Direction;
  /** The statements that were applied before, in this run or an earlier one. */
  readonly done: readonly string[];
  /** How many of them earlier runs applied; they come first. */
  readonly doneBefore?: number;
  /** The statement that failed; `undefined` where the migration's own code did. */
  readonly statement: StatementPlace | undefined;
  /** The key of the current row, where it is known. */
  readonly row?: Readonly<Record<string, unknown>> | undefined;
}

/** A migration failed half-way. What went before is applied. */
export class MigrationFailedError extends CoodieError {
  readonly code = 'COODIE_MIGRATION_FAILED';
  readonly origin: string;
  readonly direction: Direction;
  readonly done: readonly string[];
  readonly statement: StatementPlace | undefined;
  readonly row: Readonly<Record<string, unknown>> | undefined;

  constructor({ origin, direction, done, doneBefore = 0, statement, row }: Failure, cause: unknown) {
    const failed = `${statement ? placeOf(statement) : origin} failed in ${direction}`;
    const lines = statement
      ? [`${failed}:`, `  ${shownStatement(statement.cql)}`, `  ${messageOf(cause)}`]
      : [`${failed}: ${messageOf(cause)}`];
    const at = row === undefined ? [] : [`  at the row ${formatKey(row)}`];
    super([...lines, ...at, ...presentDone(done, doneBefore)].join('\n'), { cause, hint: hintFor(cause) });
    this.origin = origin;
    this.row = row;
    this.direction = direction;
    this.done = done;
    this.statement = statement && { ...statement, cql: maskSecrets(statement.cql) };
  }
}

/** Sync finds out itself what took effect; the effect of a write in a migration must be checked by a person. */
function hintFor(cause: unknown): string | undefined {
  if (cause instanceof UnclearOutcomeError) {
    return 'Look whether it did; then say what you found: coodie migrate repair --done NAME, or --not-done NAME';
  }
  return cause instanceof CoodieError ? cause.hint : undefined;
}

function presentDone(done: readonly string[], doneBefore: number): readonly string[] {
  if (done.length === 0) return ['No statement of it was applied.'];
  const [earlier, now] = [done.slice(0, doneBefore), done.slice(doneBefore)];
  return [
    ...(earlier.length === 0 ? [] : [`Applied before that (in an earlier run): ${lastOf(earlier)}`]),
    ...(now.length === 0 ? [] : [`Applied before that: ${lastOf(now)}`]),
  ];
}

const LISTED = 10;

/** The last ones say where it stopped. */
function lastOf(done: readonly string[]): string {
  const left = done.length - LISTED;
  const listed = done.slice(-LISTED).map(shownText).join('; ');
  return left > 0 ? `${left.toLocaleString('en')} statements, then ${listed}` : listed;
}

function formatKey(row: Readonly<Record<string, unknown>>): string {
  return Object.entries(row)
    .map(([column, value]) => `${column} = ${visible(value instanceof Date ? value.toISOString() : String(value))}`)
    .join(', ');
}

/** The part of a migration that an earlier run has done is not what is written now. */
export class EditedStatementError extends CoodieError {
  readonly code = 'COODIE_EDITED_STATEMENT';

  readonly done: string;
  readonly written: string | undefined;

  constructor(
    readonly origin: string,
    done: string,
    written: string | undefined,
  ) {
    const [before, now] = [maskSecrets(done), written === undefined ? undefined : maskSecrets(written)];
    super(
      [
        `${origin} changed in the part that an earlier run has done.`,
        `  done      ${shownText(before)}`,
        `  written   ${shownText(now ?? 'nothing in its place')}`,
        ...(before === now ? ['They differ in a password, which is not shown.'] : []),
      ].join('\n'),
      { hint: 'Restore that part. What comes after it may be changed.' },
    );
    this.done = before;
    this.written = now;
  }
}

/** A statement that a migration must not send. */
export class UnsupportedStatementError extends CoodieError {
  readonly code = 'COODIE_UNSUPPORTED_STATEMENT';
}

/** A hook of the application's stopped the run. */
export class MigrationHookError extends CoodieError {
  readonly code = 'COODIE_MIGRATION_HOOK';

  constructor(
    readonly provider: string,
    readonly hook: string,
    cause: unknown,
  ) {
    super(`${provider}.${hook} stopped the run: ${messageOf(cause)}`, { cause });
  }
}

/** Options of a method of MigrationService that cannot be meant, all of them at once. */
export class InvalidMigrationOptionsError extends CoodieError {
  readonly code = 'COODIE_INVALID_MIGRATION_OPTIONS';

  constructor(
    readonly method: string,
    readonly problems: readonly string[],
  ) {
    super([`The options of ${method} are not valid:`, ...problems.map((problem) => `  ${problem}`)].join('\n'), {
      hint: 'Nothing was run.',
    });
  }
}
