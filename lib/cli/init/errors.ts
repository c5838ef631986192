import type { Difference } from '../../core/diff/difference.js';
import { presentDifference } from '../../core/diff/present-difference.js';
import { CoodieError } from '../../core/error.js';
import { visible } from '../../core/text/visible.js';

/** `coodie init` would overwrite something, or begin a history that has begun already. */
export class InitRefusedError extends CoodieError {
  readonly code = 'COODIE_INIT_REFUSED';

  constructor(
    readonly problems: readonly string[],
    hint: string,
  ) {
    super([...problems.map(visible), 'Nothing was written.'].join('\n'), { hint });
  }
}

/** Files that `coodie init` would write do not say what the keyspace is. */
export class InitMismatchError extends CoodieError {
  readonly code = 'COODIE_INIT_MISMATCH';

  constructor(
    readonly subject: 'baseline' | 'entities',
    readonly keyspace: string,
    readonly differences: readonly Difference[],
  ) {
    const what = subject === 'baseline' ? 'The baseline' : 'The entity classes';
    const lines = differences.map((difference) => `  ${presentDifference(difference)}`);
    super([`${what} would differ from keyspace ${visible(keyspace)}. Nothing was written.`, ...lines].join('\n'), {
      hint: 'This is a fault of coodie: please report it with these lines. --ignore leaves out tables, views and types.',
    });
  }
}
