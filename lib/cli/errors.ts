import { CoodieError } from '../core/error.js';
import { MigrationFailedError } from '../migrations/errors.js';

/** The command line, its environment or its configuration file say something that cannot be meant: all of it at once. */
export class UsageError extends CoodieError {
  readonly code = 'COODIE_USAGE';

  constructor(
    readonly problems: readonly string[],
    options: { readonly hint?: string | undefined; readonly cause?: unknown } = {},
  ) {
    super(problems.join('\n'), options);
  }
}

/** Ctrl-C, or a request to end: the run stopped between two statements, and let go of the lock. */
export class InterruptedError extends CoodieError {
  readonly code: 'COODIE_INTERRUPTED' | 'COODIE_TERMINATED';

  constructor(
    readonly signal: NodeJS.Signals,
    cause?: unknown,
  ) {
    const state = cause instanceof MigrationFailedError ? [cause.message] : [];
    super([`Interrupted by ${signal}: no further statement was sent.`, ...state].join('\n'), { cause });
    this.code = signal === 'SIGTERM' ? 'COODIE_TERMINATED' : 'COODIE_INTERRUPTED';
  }
}

/** A file or module that the command line was told to load, and that fails when it is loaded. */
export class LoadFailedError extends CoodieError {
  readonly code = 'COODIE_LOAD_FAILED';

  constructor(
    readonly path: string,
    cause: unknown,
  ) {
    super(`${path} cannot be loaded: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
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
