import { CoodieError } from '../../core/error.js';
import { visible } from '../../core/text/visible.js';

/** Migrations that one file cannot stand for. */
export class SquashRefusedError extends CoodieError {
  readonly code = 'COODIE_SQUASH_REFUSED';

  constructor(readonly problems: readonly string[]) {
    super([...problems.map(visible), 'Nothing was written.'].join('\n'), {
      hint: 'Squash only the migrations before it: --to NAME. Writes in code that an empty database does not need are left out by --drop-data NAME.',
    });
  }
}
