import { maskSecrets } from '../../core/cql/mask-secrets.js';
import { CoodieError } from '../../core/error.js';
import { messageOf } from '../../core/text/message-of.js';
import { placeOf, type StatementPlace } from '../source/errors.js';

/** A row of `--seed` that the server refused. */
export class SeedFailedError extends CoodieError {
  readonly code = 'COODIE_SEED_FAILED';

  constructor(
    /** The migration before which it is written. */
    readonly migration: string,
    readonly place: StatementPlace,
    cause: unknown,
  ) {
    super(`${placeOf(place)} was refused before ${migration}: ${messageOf(cause)}\n  ${maskSecrets(place.cql)}`, {
      hint: 'The tables are those that the migrations before it leave.',
      cause,
    });
  }
}
