import { maskSecrets, shownText } from '../core/cql/mask-secrets.js';
import { CoodieError } from '../core/error.js';

/** A statement that would have had an effect outside the scratch keyspaces of a shared cluster. */
export class ScratchEscapeError extends CoodieError {
  readonly code = 'COODIE_SCRATCH_ESCAPE';
  readonly cql: string;

  constructor(cql: string, effect: string) {
    const masked = maskSecrets(cql);
    super(`The statement ${effect}, and was not sent: ${shownText(masked)}`, {
      hint: 'On a shared cluster nothing outside the scratch keyspaces is touched. Verify on an embedded server: leave out --scratch-on-cluster.',
    });
    this.cql = masked;
  }
}
