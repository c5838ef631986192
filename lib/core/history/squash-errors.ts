import { CoodieError } from '../error.js';
import { visible } from '../text/visible.js';
import type { UnfitSquash } from './expand-squashes.js';

/** A squash of migrations that the database has in part, or with another text. */
export class SquashUnfitError extends CoodieError {
  readonly code = 'COODIE_SQUASH_UNFIT';

  constructor(readonly squashes: readonly UnfitSquash[]) {
    super([...squashes.flatMap(problemsOf), 'Nothing was run.'].join('\n'), {
      hint: [
        'Apply the missing migrations with the release that has their files (migrations/squashed, or version control), then apply the squash.',
        'A migration whose text differs is looked at first: git log -p.',
      ].join('\n'),
    });
  }
}

function problemsOf({ squash, missing, applied, changed }: UnfitSquash): readonly string[] {
  const list = (names: readonly string[]) => names.map(visible).join(', ');
  return [
    ...(missing.length === 0
      ? []
      : [`${squash.origin} replaces ${list(missing)}, which the database lacks, and ${list(applied)}, which it has.`]),
    ...(changed.length === 0
      ? []
      : [`${squash.origin} replaces ${list(changed)}, which the database has with another text.`]),
  ];
}
