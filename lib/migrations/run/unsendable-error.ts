import type { Position } from '../../core/text/position.js';
import { UnsupportedStatementError } from '../source/errors.js';

/** A statement of a script that no server would run, and what to do. */
export interface Unsendable {
  readonly origin: string;
  readonly position: Position;
  readonly problem: string;
  readonly hint: string;
}

const LISTED = 10;

/** The refusal of scripts with such statements. Nothing of the run was sent. */
export function unsendableError(statements: readonly Unsendable[]): UnsupportedStatementError {
  const lines = statements
    .slice(0, LISTED)
    .flatMap(({ origin, position: { line, column }, problem, hint }) => [
      `${origin}:${line}:${column} ${problem}.`,
      `  ${hint}`,
    ]);
  const more = statements.length > LISTED ? [`and ${statements.length - LISTED} more`] : [];
  return new UnsupportedStatementError([...lines, ...more, 'Nothing was run.'].join('\n'), {
    hint: 'Fix the file; `coodie migrate lint` shows all of this without a database.',
  });
}
