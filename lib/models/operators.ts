import { mapping, type types } from 'cassandra-driver';

declare const CONDITION: unique symbol;
declare const CONTENT: unique symbol;
declare const DISTANCE: unique symbol;
declare const ASSIGNMENT: unique symbol;

/** A condition on a column whose values are of type V. */
export interface Condition<V> {
  readonly [CONDITION]: V;
}

/** A condition on what a collection contains. */
export interface ContentCondition<V> {
  readonly [CONTENT]: V;
}

/** An order by the distance from a vector. */
export interface DistanceOrder {
  readonly [DISTANCE]: true;
}

/** A change of a counter or collection in place. */
export interface Assignment<V> {
  readonly [ASSIGNMENT]: V;
}

/** CONTAINS and CONTAINS KEY, which the driver's mapper does not know. */
export class Contains {
  constructor(
    readonly operator: 'CONTAINS' | 'CONTAINS KEY',
    readonly value: unknown,
  ) {}
}

/** ANN OF, which the driver's mapper does not know. */
export class NearestTo {
  constructor(readonly vector: readonly number[] | Float32Array) {}
}

/** Operators of the driver's mapper, typed, and those that it lacks. */
export interface Operators {
  in_<V>(values: readonly V[]): Condition<V>;
  gt<V>(value: V): Condition<V>;
  gte<V>(value: V): Condition<V>;
  lt<V>(value: V): Condition<V>;
  lte<V>(value: V): Condition<V>;
  notEq<V>(value: V): Condition<V>;
  and<V>(one: Condition<V>, other: Condition<V>): Condition<V>;
  /** An element of a list or set, or a value of a map. */
  contains<V>(value: V): ContentCondition<V>;
  containsKey<V>(key: V): ContentCondition<V>;
  /** In `orderBy`, for a vector column with an SAI index. */
  annOf(vector: readonly number[] | Float32Array): DistanceOrder;
  incr(by: number | types.Long): Assignment<number>;
  decr(by: number | types.Long): Assignment<number>;
  append<V>(values: V): Assignment<V>;
  prepend<V>(values: V): Assignment<V>;
  /** Elements of a list or set, or keys of a map. */
  remove<V>(values: V): Assignment<V>;
}

/**
 * Operators of conditions and updates.
 * @publicApi
 */
export const q: Operators = {
  // The driver's own operators, so that its mapper takes them too; its typings accept and return anything.
  ...(mapping.q as unknown as Omit<Operators, 'contains' | 'containsKey' | 'annOf'>),
  contains: (value) => new Contains('CONTAINS', value) as never,
  containsKey: (key) => new Contains('CONTAINS KEY', key) as never,
  annOf: (vector) => new NearestTo(vector) as never,
};

interface DriverOperator {
  readonly key: string;
  readonly value: unknown;
}

// The driver does not export the class.
const OPERATOR = mapping.q.gt(0).constructor;

export function isOperator(value: unknown): value is DriverOperator {
  return value instanceof OPERATOR;
}

/** Whether a value stands for a condition on a column, or for a change of it. */
export function isOperation(value: unknown): boolean {
  return isOperator(value) || value instanceof Contains;
}
