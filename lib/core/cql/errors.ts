import { CoodieError } from '../error.js';
import type { Position } from '../text/position.js';

/** A script that cannot be cut into statements; `problem` is the message without the position. */
export class CqlSyntaxError extends CoodieError {
  readonly code = 'COODIE_CQL_SYNTAX';
  readonly line: number;
  readonly column: number;

  constructor(
    readonly problem: string,
    { line, column }: Position,
    hint: string,
  ) {
    super(`${problem} (line ${line}, column ${column})`, { hint });
    this.line = line;
    this.column = column;
  }
}
