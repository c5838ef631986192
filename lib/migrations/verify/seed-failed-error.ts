import { maskSecrets, maskSecretsIn, shownText } from '../../core/cql/mask-secrets.js';
import { CoodieError, messageOf } from '../../core/error.js';
import { placeOf, type StatementPlace } from '../source/errors.js';

/** A row of `--seed` that the server refused. */
export class SeedFailedError extends CoodieError {
  readonly code = 'COODIE_SEED_FAILED';

  readonly place: StatementPlace;

  constructor(
    /** The migration before which it is written. */
    readonly migration: string,
    place: StatementPlace,
    cause: unknown,
  ) {
    const cql = maskSecrets(place.cql);
    const problem = shownText(maskSecretsIn(messageOf(cause), place.cql));
    super(`${placeOf(place)} was refused before ${migration}: ${problem}\n  ${shownText(cql)}`, {
      hint: 'The tables are those that the migrations before it leave.',
      cause,
    });
    this.place = { ...place, cql };
  }
}
