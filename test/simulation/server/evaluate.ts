import { invalid } from './server-error.js';
import type { Comparison, Term } from './statement.js';
import { compareValues, keyOf, type Value } from './value.js';

/** What terms of a statement are evaluated with. */
export interface Bindings {
  readonly params: readonly unknown[];
  /** Microseconds of the coordinator's clock. */
  readonly now: number;
  readonly uuid: () => string;
}

/** A bound value that is left out; the driver sends `undefined` as that. */
export const UNSET = Symbol('unset');

export function evaluate(term: Term, bindings: Bindings): Value {
  const value = evaluateBound(term, bindings);
  return value === UNSET ? undefined : value;
}

/** As `evaluate`, but tells a bound `undefined` from a null. */
export function evaluateBound(term: Term, bindings: Bindings): Value | typeof UNSET {
  switch (term.kind) {
    case 'value':
      return term.value;
    case 'marker':
      return boundValue(bindings.params, term.index);
    case 'call':
      return callOf(term.name, bindings);
    case 'list':
      return term.items.map((item) => evaluate(item, bindings));
    case 'set':
      return term.items.map((item) => evaluate(item, bindings)).toSorted(compareValues);
    case 'map':
      return Object.fromEntries(
        term.entries.map(([key, value]) => [keyOf(evaluate(key, bindings)), evaluate(value, bindings)]),
      );
  }
}

function boundValue(params: readonly unknown[], index: number): Value | typeof UNSET {
  if (index >= params.length) throw invalid('Invalid amount of bind variables');
  const value = params[index];
  if (value === undefined) return UNSET;
  if (value === null) return undefined;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (value instanceof Date) return value;
  if (Array.isArray(value)) return value as readonly Value[];
  return numberOrText(value);
}

/** The driver's Uuid, Long and the like come as what they print. */
function numberOrText(value: unknown): Value {
  const text = String(value);
  return /^-?\d{1,16}$/.test(text) ? Number(text) : text;
}

function callOf(name: string, { now, uuid }: Bindings): Value {
  if (name === 'uuid' || name === 'now' || name === 'currenttimeuuid') return uuid();
  if (name === 'currenttimestamp') return new Date(now / 1_000);
  throw invalid(`Unknown function ${name} called`);
}

/** Whether a comparison holds for a value; nothing compares with null but `=` and `!=`. */
export function holds({ operator, terms }: Comparison, actual: Value, bindings: Bindings): boolean {
  const values = terms.map((term) => evaluate(term, bindings));
  if (operator === 'IN')
    return values.flatMap((value) => (Array.isArray(value) ? value : [value])).some((value) => equal(value, actual));
  const [expected] = values;
  if (operator === '=') return equal(actual, expected);
  if (operator === '!=') return !equal(actual, expected);
  if (actual === undefined || expected === undefined) return false;
  const order = compareValues(actual, expected);
  return { '<': order < 0, '<=': order <= 0, '>': order > 0, '>=': order >= 0 }[operator];
}

const equal = (a: unknown, b: unknown) => (a === undefined || b === undefined ? a === b : compareValues(a, b) === 0);
