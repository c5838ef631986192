import type { Difference } from '../../core/diff/difference.js';

/** The outcome of one way through a migration. */
export interface StepResult {
  /** `one-way`: the server refuses it the second time, which is a warning. `stopped`: it failed. */
  readonly outcome: 'done' | 'not-run' | 'irreversible' | 'one-way' | 'stopped';
  /** The words of the server, or of the code. */
  readonly message?: string | undefined;
}

/** The step of a trial after which something was found. */
export type TrialStep = 'up' | 'down' | 'again';

/** Something in the catalogue that the statements do not explain. */
export interface FoundDifference extends Difference {
  readonly keyspace: string;
  readonly after: TrialStep;
}

/** A row that was there before and is not any more, or a value of it. */
export interface LostRow {
  readonly after: TrialStep;
  readonly keyspace: string;
  readonly table: string;
  readonly key: Readonly<Record<string, unknown>>;
  /** Absent where the whole row is gone. */
  readonly column?: string | undefined;
}

export interface VerifiedMigration {
  readonly name: string;
  readonly up: StepResult;
  readonly down: StepResult;
  /** The upgrade after the downgrade. */
  readonly again: StepResult;
  readonly differences: readonly FoundDifference[];
  readonly lost: readonly LostRow[];
  /** Tables that the migration reads in code, and that had no rows: what it does with rows is not proven. */
  readonly unproven: readonly string[];
}

const NOT_RUN: StepResult = { outcome: 'not-run' };

export const notRun = (name: string): VerifiedMigration => ({
  name,
  up: NOT_RUN,
  down: NOT_RUN,
  again: NOT_RUN,
  differences: [],
  lost: [],
  unproven: [],
});

export function isFaulty({ up, down, differences, lost }: VerifiedMigration): boolean {
  return up.outcome === 'stopped' || down.outcome === 'stopped' || differences.length > 0 || lost.length > 0;
}
