import { evaluate, holds, type Bindings } from './evaluate.js';
import { invalid } from './server-error.js';
import type { Comparison, Select, Selector } from './statement.js';
import type { SeenRow, TableData } from './table-data.js';
import { columnOf, isKey, type ShapeColumn, type TableShape } from './table-shape.js';
import { compareValues, type Value } from './value.js';

export type AnswerRow = Readonly<Record<string, unknown>>;

export interface ReadContext {
  readonly shape: TableShape;
  readonly data: TableData;
  readonly bindings: Bindings;
}

const secondOf = (microseconds: number) => Math.floor(microseconds / 1_000_000);

export function runSelect(select: Select, { shape, data, bindings }: ReadContext): readonly AnswerRow[] {
  for (const { column } of [...select.selectors, ...select.where]) if (column !== '') columnOf(shape, column);
  refuseKeys(select, shape);
  refuseScan(select, shape);
  const keys = partitionsOf(shape, select.where, bindings);
  const rows = data
    .rows(secondOf(bindings.now), keys)
    .filter((row) =>
      select.where.every((comparison) => holds(comparison, valueIn(shape, row, comparison.column), bindings)),
    )
    .toSorted((a, b) => compareRows(shape, a, b));
  const limit = select.limit === undefined ? rows.length : Number(evaluate(select.limit, bindings));
  if (select.selectors.some(({ of }) => of === 'count')) return [{ [select.selectors[0]?.as ?? 'count']: rows.length }];
  return rows.slice(0, limit).map((row) => answerOf(shape, row, { selectors: select.selectors, now: bindings.now }));
}

/** Rows of the partitions that a WHERE names; all where it does not name them. */
export function partitionsOf(
  { partitionKey }: TableShape,
  where: readonly Comparison[],
  bindings: Bindings,
): readonly (readonly Value[])[] | undefined {
  const choices = partitionKey.map(({ name }) => {
    const comparison = where.find(({ column, operator }) => column === name && (operator === '=' || operator === 'IN'));
    return comparison?.terms.flatMap((term): readonly Value[] => {
      const value = evaluate(term, bindings);
      return comparison.operator === 'IN' && Array.isArray(value) ? (value as readonly Value[]) : [value];
    });
  });
  if (choices.some((values) => values === undefined)) return undefined;
  return choices.reduce<readonly (readonly Value[])[]>(
    (keys, values = []) => keys.flatMap((key) => values.map((value) => [...key, value])),
    [[]],
  );
}

function refuseKeys({ selectors }: Select, shape: TableShape): void {
  const wrong = selectors.find(
    ({ of, column }) => (of === 'ttl' || of === 'writetime') && isKey(columnOf(shape, column)),
  );
  if (wrong) throw invalid(`Cannot use selection function ${wrong.of} on PRIMARY KEY part ${wrong.column}`);
}

function refuseScan({ where, filtering }: Select, shape: TableShape): void {
  if (filtering || where.length === 0) return;
  const named = new Set(where.map(({ column }) => column));
  const hasPartition = shape.partitionKey.every(({ name }) => named.has(name));
  const others = where.filter(({ column }) => !isKey(columnOf(shape, column)) && !shape.indexed.has(column));
  const isIndexed = where.some(({ column }) => shape.indexed.has(column));
  if ((hasPartition && others.length === 0) || (isIndexed && others.length === 0)) return;
  throw invalid(
    'Cannot execute this query as it might involve data filtering and thus may have unpredictable performance. If you want to execute this query despite the performance unpredictability, use ALLOW FILTERING',
  );
}

export function valueIn(shape: TableShape, { partition, clustering, cells }: SeenRow, name: string): Value {
  const column = columnOf(shape, name);
  if (column.kind === 'partition_key') return partition[column.position];
  if (column.kind === 'clustering') return clustering[column.position];
  return cells.get(name)?.value;
}

interface Answering {
  readonly selectors: readonly Selector[];
  readonly now: number;
}

/** A row as the driver gives it: null for what is not there. */
export function answerOf(shape: TableShape, row: SeenRow, { selectors, now }: Answering): AnswerRow {
  const wanted: readonly Selector[] =
    selectors.length > 0
      ? selectors
      : inOrder(shape).map(({ name }): Selector => ({ of: 'column', column: name, as: name }));
  return Object.fromEntries(
    wanted.map(({ of, column, as }) => [as, selected(of, shape, row, { column, now }) ?? null]),
  );
}

function selected(
  of: Selector['of'],
  shape: TableShape,
  row: SeenRow,
  { column, now }: { column: string; now: number },
): unknown {
  if (of === 'column') return emptyToNull(valueIn(shape, row, column));
  const cell = row.cells.get(column);
  if (of === 'writetime') return cell?.timestamp;
  return cell?.expiresAt === undefined ? undefined : cell.expiresAt - secondOf(now);
}

/** An empty collection that is not frozen is no value at all. */
const emptyToNull = (value: Value) => (Array.isArray(value) && value.length === 0 ? undefined : value);

function inOrder({ partitionKey, clusteringKey, columns }: TableShape): readonly ShapeColumn[] {
  const others = [...columns.values()]
    .filter((column) => !isKey(column))
    .toSorted((a, b) => compareValues(a.name, b.name));
  return [...partitionKey, ...clusteringKey, ...others];
}

function compareRows({ clusteringKey }: TableShape, a: SeenRow, b: SeenRow): number {
  const partitions = compareValues(a.partition, b.partition);
  if (partitions !== 0) return partitions;
  for (const { position, descending } of clusteringKey) {
    const order = compareValues(a.clustering[position], b.clustering[position]);
    if (order !== 0) return descending ? -order : order;
  }
  return 0;
}
