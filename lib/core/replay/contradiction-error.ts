import { CoodieError } from '../error.js';
import { maskSecrets } from '../cql/mask-secrets.js';
import type { Position } from '../text/position.js';
import type { Contradiction } from './contradiction.js';
import { describeProblem } from './describe-problem.js';
import type { ReplayProblem } from './replay.js';
import type { ReplayStatement } from './replay-statement.js';

/** A statement that may know its place in the file. */
export interface PlacedStatement extends ReplayStatement {
  readonly position?: Position | undefined;
}

/** A migration that does not fit the ones before it. */
export class ContradictionError extends CoodieError {
  readonly code = 'COODIE_CONTRADICTION';
  /** `20260301_002_rate.cql:2:1`. */
  readonly place: string;
  readonly problem: string;
  readonly statement: string;
  /** The migration that it contradicts; absent where the history does not begin at nothing. */
  readonly other: string | undefined;

  /** `outcome` says what was not done because of it. */
  constructor({ origin, statement, contradiction, other }: ReplayProblem<PlacedStatement>, outcome: string) {
    const place = placeOf(origin, statement.position);
    const problem = describeProblem(contradiction, other);
    super(`${place} ${problem}. ${outcome}`, { hint: hintFor(contradiction, other) });
    this.place = place;
    this.problem = problem;
    this.statement = maskSecrets(statement.cql);
    this.other = other;
  }
}

export function placeOf(origin: string, position: Partial<Position> | undefined): string {
  return position?.line === undefined ? origin : `${origin}:${position.line}:${position.column ?? 1}`;
}

function hintFor({ problem }: Contradiction, other: string | undefined): string {
  if (other === undefined) return 'coodie migrate generate --from database compares with the database this once.';
  return problem === 'exists'
    ? 'Two branches made the same change: delete one of the two files, or change the later one.'
    : 'Two branches change the same thing in ways that exclude each other: delete one of the two files, or change the later one.';
}
