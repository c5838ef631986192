import type { Direction } from '../../core/progress.js';

/** What was done, or would be done, for one migration. */
export interface MigrationResult {
  readonly name: string;
  readonly direction: Direction;
  readonly dryRun: boolean;
  /** Each text that was sent, once. */
  readonly statements: readonly string[];
  readonly milliseconds: number;
}
