import { evaluate, evaluateBound, holds, UNSET, type Bindings } from './evaluate.js';
import { answerOf, partitionsOf, valueIn, type AnswerRow } from './run-select.js';
import { invalid } from './server-error.js';
import type { Assignment, Modification, Using } from './statement.js';
import type { Cell, RowWrite, SeenRow, TableData } from './table-data.js';
import { columnOf, isCounterTable, isKey, type ShapeColumn, type TableShape } from './table-shape.js';
import { keyOf, type Value } from './value.js';

export interface WriteContext {
  readonly shape: TableShape;
  readonly data: TableData;
  readonly bindings: Bindings;
  /** Microseconds; of the client, or of the coordinator where the client sends none. */
  readonly timestamp: number;
}

export interface RowKey {
  readonly partition: readonly Value[];
  /** Absent where the statement is of a whole partition. */
  readonly clustering: readonly Value[] | undefined;
}

/** Checks a write as the server does before anything of it happens. */
export function validateWrite(
  write: Modification,
  { shape, bindings }: Omit<WriteContext, 'data' | 'timestamp'>,
): readonly RowKey[] {
  for (const { column, operator } of write.assignments) checkAssignment(write, columnOf(shape, column), operator);
  for (const column of write.deleted) columnOf(shape, column);
  for (const { column } of write.where) columnOf(shape, column);
  if (write.condition?.kind === 'columns')
    for (const { column } of write.condition.comparisons) columnOf(shape, column);
  if (write.condition && write.using.timestamp)
    throw invalid('Cannot provide custom timestamp for conditional updates');
  return keysOf(write, shape, bindings);
}

function checkAssignment({ verb }: Modification, column: ShapeColumn, operator: Assignment['operator']): void {
  if (verb === 'UPDATE' && isKey(column)) throw invalid(`PRIMARY KEY part ${column.name} found in SET part`);
  if (column.type === 'counter' && (verb === 'INSERT' || operator === 'set')) {
    throw invalid(
      verb === 'INSERT'
        ? 'INSERT statements are not allowed on counter tables, use UPDATE instead'
        : `Cannot set the value of counter column ${column.name} (counters can only be incremented/decremented, not set)`,
    );
  }
  const isCollection = /^(?:list|set|map)</.test(column.type);
  if (operator !== 'set' && column.type !== 'counter' && !isCollection) {
    throw invalid(`Invalid operation (${column.name} = ${column.name} + ?) for non counter column ${column.name}`);
  }
}

/** Rows that a write is of. */
export function keysOf(
  { verb, assignments, where }: Modification,
  shape: TableShape,
  bindings: Bindings,
): readonly RowKey[] {
  const valueOf = (name: string): Value => {
    const term = assignments.find(({ column }) => column === name)?.term;
    const value = term && evaluate(term, bindings);
    if (value === undefined) throw invalid(`Some partition key parts are missing: ${name}`);
    return value;
  };
  if (verb === 'INSERT') {
    const partition = shape.partitionKey.map(({ name }) => valueOf(name));
    return [{ partition, clustering: shape.clusteringKey.map(({ name }) => valueOf(name)) }];
  }
  const partitions = partitionsOf(shape, where, bindings);
  if (!partitions) throw invalid('Some partition key parts are missing');
  const equals = shape.clusteringKey.map(({ name }) =>
    where.find(({ column, operator }) => column === name && operator === '='),
  );
  const isWhole = shape.clusteringKey.length > 0 && equals.every((comparison) => comparison === undefined);
  if (isWhole && verb === 'UPDATE') throw invalid(`Some clustering keys are missing: ${shape.clusteringKey[0]?.name}`);
  const clustering = isWhole
    ? undefined
    : equals.map((comparison) => (comparison?.terms[0] ? evaluate(comparison.terms[0], bindings) : undefined));
  return partitions.map((partition) => ({ partition, clustering }));
}

/** Applies a write that has no condition, or whose condition holds. */
export function applyWrite(write: Modification, key: RowKey, context: WriteContext): void {
  const { shape, data } = context;
  if (isCounterTable(shape) && write.verb === 'UPDATE') {
    data.add({ partition: key.partition, clustering: key.clustering ?? [] }, deltasOf(write, context.bindings));
    return;
  }
  data.apply(rowWriteOf(write, key, context));
}

function deltasOf({ assignments }: Modification, bindings: Bindings): ReadonlyMap<string, number> {
  return new Map(
    assignments.map(({ column, operator, term }) => {
      const amount = Number(evaluate(term, bindings));
      return [column, operator === 'subtract' ? -amount : amount] as const;
    }),
  );
}

function rowWriteOf(write: Modification, key: RowKey, context: WriteContext): RowWrite {
  const { shape, bindings } = context;
  const { timestamp, ttl } = usingOf(write.using, context);
  const expiresAt = ttl > 0 ? Math.floor(bindings.now / 1_000_000) + ttl : undefined;
  const cells = new Map<string, Cell>();
  const before = readRow(context, key);
  for (const assignment of write.assignments.filter(({ column }) => !isKey(columnOf(shape, column)))) {
    const value = assignedValue(assignment, before?.cells.get(assignment.column)?.value, bindings);
    if (value === UNSET) continue;
    const stored = storedValue(value, columnOf(shape, assignment.column));
    cells.set(assignment.column, { value: stored, timestamp, ...(value === undefined ? {} : { expiresAt }) });
  }
  for (const column of write.deleted) cells.set(column, { value: undefined, timestamp });
  const liveness = write.verb === 'INSERT' ? { value: true, timestamp, expiresAt } : undefined;
  return { ...key, timestamp, cells, liveness, deletes: write.verb === 'DELETE' && write.deleted.length === 0 };
}

/** A timestamp may be written as text. */
function storedValue(value: Value, { type }: ShapeColumn): Value {
  return type === 'timestamp' && typeof value === 'string' ? new Date(value) : value;
}

function usingOf(
  using: Using,
  { bindings, timestamp, shape }: WriteContext,
): { readonly timestamp: number; readonly ttl: number } {
  return {
    timestamp: using.timestamp ? Number(evaluate(using.timestamp, bindings)) : timestamp,
    ttl: using.ttl ? Number(evaluate(using.ttl, bindings)) : shape.defaultTtl,
  };
}

function assignedValue({ operator, term }: Assignment, before: Value, bindings: Bindings): Value | typeof UNSET {
  const value = evaluateBound(term, bindings);
  if (operator === 'set' || value === UNSET) return value;
  if (!Array.isArray(value)) return { ...(before as object | undefined), ...(value as object | undefined) };
  const [old, added] = [(Array.isArray(before) ? before : []) as readonly Value[], value as readonly Value[]];
  if (operator === 'subtract') return old.filter((item) => !added.some((other) => keyOf(other) === keyOf(item)));
  return operator === 'add' ? [...old, ...added] : [...added, ...old];
}

function readRow({ data, bindings }: WriteContext, { partition, clustering }: RowKey): SeenRow | undefined {
  const rows = data.rows(Math.floor(bindings.now / 1_000_000), [partition]);
  return rows.find((row) => keyOf(row.clustering) === keyOf(clustering ?? []));
}

/** Whether the condition of a lightweight transaction holds, and the row that it looked at. */
export function checkCondition(
  { condition }: Modification,
  key: RowKey,
  context: WriteContext,
): { readonly applies: boolean; readonly row: AnswerRow | undefined } {
  const { shape, bindings } = context;
  const row = readRow(context, key);
  const answer = row && answerOf(shape, row, { selectors: [], now: bindings.now });
  if (condition?.kind === 'not-exists') return { applies: row === undefined, row: answer };
  if (condition?.kind === 'exists') return { applies: row !== undefined, row: answer };
  const comparisons = condition?.comparisons ?? [];
  const applies = comparisons.every((comparison) => {
    return holds(comparison, row && valueIn(shape, row, comparison.column), bindings);
  });
  const seen =
    row && Object.fromEntries(comparisons.map(({ column }) => [column, valueIn(shape, row, column) ?? null]));
  return { applies, row: seen };
}
