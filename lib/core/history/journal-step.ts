import type { Direction } from '../progress.js';

/** `started`: it was sent, and the run ended before its answer was recorded. */
export type StepState = 'started' | 'done' | 'failed';

/** One statement of a migration that did not end, or has not yet. */
export interface JournalStep {
  readonly migration: string;
  readonly direction: Direction;
  /** From 1, among the statements that are journalled: schema changes, and the writes of a script. */
  readonly position: number;
  readonly cql: string;
  /** SHA-256 of the statement, in hexadecimal. */
  readonly hash: string;
  readonly state: StepState;
  readonly error: string | undefined;
}

/** How far a migration came before it failed. */
export interface Unfinished {
  readonly direction: Direction;
  readonly steps: readonly JournalStep[];
}

/** The steps of each migration that did not end, by its name. */
export function unfinishedByName(steps: readonly JournalStep[]): ReadonlyMap<string, Unfinished> {
  const names = [...new Set(steps.map(({ migration }) => migration))];
  return new Map(
    names.map((name) => {
      const own = steps.filter(({ migration }) => migration === name);
      // A rollback begins only where no upgrade is unfinished, and the other way round.
      const direction = own[0]?.direction ?? 'upgrade';
      return [name, { direction, steps: own.toSorted((a, b) => a.position - b.position) }];
    }),
  );
}

/** `after statement 2`, `in statement 3`: where it stopped. */
export function stoppedAt({ steps }: Unfinished): { readonly done: number; readonly last: JournalStep | undefined } {
  return {
    done: steps.filter(({ state }) => state === 'done').length,
    last: steps.findLast(({ state }) => state !== 'done'),
  };
}
