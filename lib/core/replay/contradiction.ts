/** A schema object, or a part of one. */
export interface Subject {
  readonly kind: 'table' | 'type' | 'index' | 'materialized view';
  readonly name: string;
  /** A column of a table, a field of a type. */
  readonly part?: string | undefined;
}

/** Why a statement does not fit the schema that the statements before it leave. */
export interface Contradiction {
  readonly problem: 'exists' | 'missing' | 'in-use' | 'not-allowed' | 'unreadable';
  readonly subject: Subject;
  /** The object that uses the subject. */
  readonly by?: Subject | undefined;
}

/** The schema after a statement, or why there is none. */
export type Effect<T> = T | Contradiction;

export function isContradiction(effect: object): effect is Contradiction {
  return 'problem' in effect;
}

export const exists = (subject: Subject): Contradiction => ({ problem: 'exists', subject });
export const missing = (subject: Subject): Contradiction => ({ problem: 'missing', subject });
export const inUse = (subject: Subject, by: Subject): Contradiction => ({ problem: 'in-use', subject, by });

/** Applies `change` to the schema that an effect is; a contradiction stays one. */
export function andThen<T extends object, R extends object>(
  effect: Effect<T>,
  change: (value: T) => Effect<R>,
): Effect<R> {
  return isContradiction(effect) ? effect : change(effect);
}
