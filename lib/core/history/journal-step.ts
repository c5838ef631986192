import type { Direction } from '../progress/progress.js';

/**
 * `started`: its effect was not there, and it was about to be sent; whether it was, and did, is not known. `found`: its effect
 * was there before, so that it is not known to be this migration's. `failed`: the server refused it.
 */
export type StepState = 'started' | 'found' | 'done' | 'failed';

/** One statement of a migration that did not end, or has not yet. */
export interface JournalStep {
  readonly migration: string;
  readonly direction: Direction;
  /**
   * From 1, among the statements that are journalled: schema changes, and the writes of a script. 0 is a migration in
   * code as a whole: what it does beside such statements is not known.
   */
  readonly position: number;
  /** Empty for a migration as a whole. */
  readonly cql: string;
  /** SHA-256 of the statement, in hexadecimal. */
  readonly hash: string;
  readonly state: StepState;
  readonly error: string | undefined;
  /** The process that sent it: `host:pid:uuid`. */
  readonly owner: string | undefined;
}

/** How far a migration came before it failed. */
export interface Unfinished {
  readonly direction: Direction;
  /** Steps of that direction, in order. */
  readonly steps: readonly JournalStep[];
  /** Whether its upgrade ended once: if not, a rollback finds only a part of what it is to undo. */
  readonly wasApplied: boolean;
  /** The steps of an upgrade that never ended, in order. */
  readonly upgrade: readonly JournalStep[];
}

/** The steps of each migration that did not end, by its name. */
export function unfinishedByName(
  steps: readonly JournalStep[],
  applied: ReadonlySet<string>,
): ReadonlyMap<string, Unfinished> {
  const names = [...new Set(steps.map(({ migration }) => migration))];
  return new Map(
    names.flatMap((name) => {
      const own = steps.filter(({ migration }) => migration === name).toSorted((a, b) => a.position - b.position);
      const direction = directionOf(own, applied.has(name));
      if (!direction) return [];
      const live = own.filter((step) => step.direction === direction);
      const wasApplied = applied.has(name);
      const upgrade = wasApplied ? [] : own.filter((step) => step.direction === 'upgrade');
      return [[name, { direction, steps: live, wasApplied, upgrade }] as const];
    }),
  );
}

/**
 * A run that was held up for long may write a step after another run has ended the migration and cleared its steps: an
 * upgrade of what is applied, and a rollback of what was never begun, are no more than that.
 */
function directionOf(own: readonly JournalStep[], isApplied: boolean): Direction | undefined {
  const has = (direction: Direction) => own.some((step) => step.direction === direction);
  if (isApplied) return has('downgrade') ? 'downgrade' : undefined;
  if (!has('upgrade')) return undefined;
  return has('downgrade') ? 'downgrade' : 'upgrade';
}

export interface StoppingPlace {
  readonly done: number;
  /** The statement that failed, or whose answer was never recorded. */
  readonly last: JournalStep | undefined;
  readonly error: string | undefined;
}

/** `after statement 2`, `in statement 3`: where it stopped. */
export function stoppedAt({ steps }: Unfinished): StoppingPlace {
  const statements = steps.filter(({ position }) => position > 0);
  const last = statements.findLast(({ state }) => state !== 'done');
  const whole = steps.find(({ position }) => position === 0);
  return {
    done: statements.filter(({ state }) => state === 'done').length,
    last,
    error: last?.error ?? whole?.error,
  };
}

/** Whether it may have changed something: then it cannot be passed over. */
function hasEffects({ steps }: Unfinished): boolean {
  return steps.some(({ state, position }) => state === 'done' || (state === 'started' && position > 0));
}

/** Whether it is half-way. A script of which nothing was done is not: it is pending again. Of code this is unknown. */
export function isHalfWay(unfinished: Unfinished): boolean {
  const { direction, steps } = unfinished;
  return direction === 'downgrade' || hasEffects(unfinished) || steps.some(({ position }) => position === 0);
}
