import { CoodieError } from '../error.js';

/** A migration is half-way, and it cannot be told what of its downgrade undoes what it did and nothing else. */
export class UnclearRollbackError extends CoodieError {
  readonly code = 'COODIE_UNCLEAR_ROLLBACK';

  constructor(
    readonly migration: string,
    readonly origin: string,
    reasons: readonly string[],
  ) {
    super(
      [
        `${origin} is half-way, and its downgrade cannot be cut to what was done.`,
        ...reasons.map((reason) => `  ${reason}`),
        'Nothing was run.',
      ].join('\n'),
      {
        hint:
          `Correct the migration and finish it: coodie migrate apply. ` +
          `Or undo by hand what it did, then: coodie migrate repair --forget ${migration}`,
      },
    );
  }
}
