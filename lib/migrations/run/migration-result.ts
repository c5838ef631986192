import type { BackfillTrial } from '../../backfill/try-backfill.js';
import type { StatementRisk } from '../../core/cql/classify-statement.js';
import type { Direction } from '../../core/progress/progress.js';

/** The work done, or to be done, for one migration. */
export interface MigrationResult {
  readonly name: string;
  readonly direction: Direction;
  readonly dryRun: boolean;
  /**
   * For a dry run: every statement, in order. For a real run: each text once, and where there are more than 1,000 different
   * ones, all changes of the schema and the first of the others. Passwords are masked.
   */
  readonly statements: readonly string[];
  /** Risk of each of `statements`, of a dry run only. */
  readonly risks?: readonly StatementRisk[] | undefined;
  /** Number of statements in all. */
  readonly count: number;
  /** Number of statements whose text is not among `statements`. */
  readonly omitted: number;
  readonly milliseconds: number;
  /** Its backfills, each tried on some rows: of a dry run only, where there are any. */
  readonly backfills?: readonly BackfillTrial[] | undefined;
}
