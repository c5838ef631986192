import { CoodieError } from '../error.js';

/** A call of a model that cannot be meant; nothing was sent. */
export class InvalidModelCallError extends CoodieError {
  readonly code = 'COODIE_INVALID_MODEL_CALL';

  constructor(
    /** Class and method, such as `Product.insert`. */
    readonly call: string,
    readonly problems: readonly string[],
  ) {
    super(problems.map((problem) => `${call}: ${problem}`).join('\n'), { hint: 'Nothing was sent to the database.' });
  }
}

/** A cursor that belongs to another query, or is no cursor. */
export class InvalidCursorError extends CoodieError {
  readonly code = 'COODIE_INVALID_CURSOR';

  constructor(
    readonly call: string,
    cause?: unknown,
  ) {
    super(`${call}: the cursor does not belong to this query.`, {
      hint: 'A cursor continues the query that returned it: the same filter, fields and order. Start again without a cursor.',
      cause,
    });
  }
}

/** More rows than an array should hold. */
export class TooManyRowsError extends CoodieError {
  readonly code = 'COODIE_TOO_MANY_ROWS';

  constructor(
    readonly call: string,
    readonly most: number,
  ) {
    super(`${call}: more than ${most} rows match, and no limit is given.`, {
      hint: 'Read them with rows(), which keeps one page in memory, or with page(); or give find() a limit.',
    });
  }
}
