/** What every error carries beside its message: what to do next, and what caused it. */
export interface ErrorContext {
  readonly hint?: string | undefined;
  readonly cause?: unknown;
}

/**
 * Base of every error that coodie throws on purpose. `code` is stable API and starts with `COODIE_`; the message is for
 * people; what a program may want to know is in fields of the subclass.
 */
export abstract class CoodieError extends Error {
  abstract readonly code: string;
  /** What to do next, in one or two sentences. */
  readonly hint: string | undefined;

  constructor(message: string, { hint, cause }: ErrorContext = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = new.target.name;
    this.hint = hint;
  }
}
