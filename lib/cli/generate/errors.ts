import { CoodieError } from '../../core/error.js';
import { linesOfSteps, type ImpossibleText } from '../../core/diff/impossible-steps.js';
import type { Rename } from '../../core/draft/rename.js';
import { visible } from '../../core/text/visible.js';

/** The migrations do not say what the schema is. */
export class IncompleteHistoryError extends CoodieError {
  readonly code = 'COODIE_INCOMPLETE_HISTORY';

  constructor(
    readonly place: string,
    readonly problem: string,
  ) {
    super(`${place}: ${problem}, so the migrations do not say what the schema is. Nothing was written.`, {
      hint: 'Fix the file; or compare with the database this once: --from database',
    });
  }
}

/** The migrations that are built are not those that there are: what is generated from them would be there twice. */
export class UnbuiltMigrationsError extends CoodieError {
  readonly code = 'COODIE_UNBUILT_MIGRATIONS';

  constructor(readonly sentences: readonly string[]) {
    super([...sentences, 'Nothing was written.'].join('\n'), {
      hint: 'Build the application; or name its sources, --app src/app.module.ts.',
    });
  }
}

/** Changes that Cassandra has no statement for. */
export class NoStatementError extends CoodieError {
  readonly code = 'COODIE_NO_STATEMENT';

  constructor(readonly impossible: readonly ImpossibleText[]) {
    const count = impossible.length === 1 ? '1 change' : `${impossible.length} changes`;
    super(
      [
        `COODIE_NO_STATEMENT: ${count} that Cassandra has no statement for. Nothing was written.`,
        ...impossible.flatMap(linesOfImpossible),
      ].join('\n'),
      { hint: '--skip-impossible writes the rest.' },
    );
  }
}

export function linesOfImpossible({ where, difference, declaredBy, why, steps }: ImpossibleText): readonly string[] {
  const place = declaredBy === undefined ? '' : ` (${declaredBy})`;
  return [
    visible(`${where}   ${difference}${place}`),
    ...(steps.length === 0 ? [visible(`  ${why}`)] : []),
    ...linesOfSteps(steps).map((line) => visible(`  ${line}`)),
  ];
}

/** Key columns or fields that differ in nothing but their names: a rename, or something else that only a person knows. */
export class UnansweredRenameError extends CoodieError {
  readonly code = 'COODIE_UNANSWERED_RENAME';

  constructor(readonly renames: readonly Rename[]) {
    super(
      [
        'Columns of a key may have been renamed. Nothing was written.',
        ...renames.map(({ of, from, to }) => visible(`  ${of}.${from} → ${to}`)),
      ].join('\n'),
      { hint: `If they were: ${renames.map(({ of, from, to }) => `--rename ${of}.${from}=${to}`).join(' ')}` },
    );
  }
}
