import { CoodieError, messageOf } from '../../core/error.js';
import { MigrationFailedError } from '../../migrations/source/errors.js';

export interface UsageContext {
  /** `coodie migrate apply`. */
  readonly command?: string | undefined;
  readonly hint?: string | undefined;
  readonly cause?: unknown;
}

/** The command line, its environment or its configuration file say something that cannot be meant: all of it at once. */
export class UsageError extends CoodieError {
  readonly code = 'COODIE_USAGE';
  readonly command: string | undefined;

  constructor(
    readonly problems: readonly string[],
    { command, ...context }: UsageContext = {},
  ) {
    super(headed(command, problems), context);
    this.command = command;
  }

  /** The same, said of a command. */
  of(command: string): UsageError {
    if (this.command !== undefined) return this;
    return new UsageError(this.problems, { command, hint: this.hint ?? `${command} --help`, cause: this.cause });
  }
}

function headed(command: string | undefined, problems: readonly string[]): string {
  if (command === undefined) return problems.join('\n');
  return problems.length === 1 ? `${command}: ${problems.join()}` : [`${command}:`, ...problems].join('\n');
}

/** A migration that a database has: under another name it would run twice. */
export class RenumberRefusedError extends CoodieError {
  readonly code = 'COODIE_RENUMBER_REFUSED';

  constructor(
    readonly migration: string,
    readonly keyspace: string,
    readonly state: 'applied' | 'begun',
  ) {
    super(`${migration} is ${state} in ${keyspace}: under another name it would run twice. Nothing was renamed.`, {
      hint: 'Give a migration that is applied nowhere the next number instead.',
    });
  }
}

/** Ctrl-C, a request to end, or a terminal that was closed: the run stopped between two statements, and let go of the lock. */
export class InterruptedError extends CoodieError {
  readonly code: 'COODIE_INTERRUPTED' | 'COODIE_TERMINATED' | 'COODIE_HUNG_UP';

  constructor(
    readonly signal: NodeJS.Signals,
    cause?: unknown,
  ) {
    const isStopped = cause instanceof MigrationFailedError;
    const state =
      isStopped && cause.done.length > 0 ? [`${cause.origin} is applied in part: ${cause.done.join('; ')}`] : [];
    super([`Interrupted by ${signal}: no further statement was sent.`, ...state].join('\n'), {
      cause: isStopped ? undefined : cause,
    });
    this.code = CODES[signal] ?? 'COODIE_INTERRUPTED';
  }
}

const CODES: Partial<Readonly<Record<NodeJS.Signals, InterruptedError['code']>>> = {
  SIGTERM: 'COODIE_TERMINATED',
  SIGHUP: 'COODIE_HUNG_UP',
};

/** A promise rejection was not handled: the run stopped as for Ctrl-C. */
export class UnhandledRejectionError extends CoodieError {
  readonly code = 'COODIE_UNHANDLED_REJECTION';

  constructor(cause: unknown) {
    super(`A promise rejection was not handled: ${messageOf(cause)}`, {
      cause,
      hint: 'Await every promise, in migrations, hooks and services. `--verbose` shows where it comes from.',
    });
  }
}

/** A file or module that the command line was told to load, and that fails when it is loaded. */
export class LoadFailedError extends CoodieError {
  readonly code = 'COODIE_LOAD_FAILED';

  constructor(
    readonly path: string,
    cause: unknown,
  ) {
    super(`${path} cannot be loaded: ${messageOf(cause)}`, {
      cause,
      hint: cause instanceof CoodieError ? cause.hint : undefined,
    });
  }
}

/** The application has several connections, but none without a name. */
export class ConnectionNotFoundError extends CoodieError {
  readonly code = 'COODIE_NO_DEFAULT_CONNECTION';

  constructor() {
    super('The application has no default connection of coodie.', {
      hint: 'Import CoodieModule.forRoot or forRootAsync, without a name, in the module that the command line is given.',
    });
  }
}
