import { visibleLines } from './text/visible.js';

/** Node's name for the method that says how a value is printed. */
const INSPECT: unique symbol = Symbol.for('nodejs.util.inspect.custom') as never;

/** Context of an error besides its message: what to do next, and the cause. */
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
  /** Advice in one or two sentences. */
  readonly hint: string | undefined;

  constructor(message: string, { hint, cause }: ErrorContext = {}) {
    super(message);
    this.name = new.target.name;
    this.hint = hint;
    // Readable, but not printed with the error: that would be pages of driver internals.
    if (cause !== undefined) Object.defineProperty(this, 'cause', { get: () => cause, configurable: true });
  }

  /** The form in which Node's `inspect` and Nest's log show it: what happened, why, and what to do; `stack` has where in the code. */
  [INSPECT](): string {
    return [
      `${this.code}: ${visibleLines(this.message)}`,
      ...causesOf(this, this.message).map((cause) => `  caused by: ${cause}`),
      ...(this.hint === undefined
        ? []
        : visibleLines(this.hint)
            .split('\n')
            .map((line) => `  ${line}`)),
    ].join('\n');
  }
}

/** The messages of the causes, a line each, but for those that a message above repeats. */
function causesOf({ cause }: Error, above: string): readonly string[] {
  if (cause === undefined) return [];
  const [line = ''] = visibleLines(messageOf(cause)).split('\n');
  const own = above.includes(line) ? [] : [line];
  return cause instanceof Error ? [...own, ...causesOf(cause, `${above}\n${line}`)] : own;
}

/** Returns the message of a caught value. Decided by shape: errors of other realms are no instances of our `Error`. */
export function messageOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'message' in error) return String(error.message);
  return String(error);
}
