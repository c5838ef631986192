import { compareValues, keyOf, type Value } from './value.js';

/** A value and when it was written; `undefined` as a value is a tombstone. */
export interface Cell {
  readonly value: Value;
  /** Microseconds. */
  readonly timestamp: number;
  /** Second of the servers' clock from which it is gone. */
  readonly expiresAt?: number | undefined;
}

/** Writes of one row, as they go to the replicas. */
export interface RowWrite {
  /** Values of the partition key, then of the clustering key where the write is of one row. */
  readonly partition: readonly Value[];
  readonly clustering: readonly Value[] | undefined;
  readonly timestamp: number;
  readonly cells: ReadonlyMap<string, Cell>;
  /** Set by an INSERT: the row is there although all its columns may be null. */
  readonly liveness?: Cell | undefined;
  /** The row, or the partition where no clustering is given, is deleted. */
  readonly deletes: boolean;
}

interface StoredRow {
  readonly key: readonly Value[];
  liveness: Cell | undefined;
  deletedAt: number;
  readonly cells: Map<string, Cell>;
}

export interface Partition {
  readonly key: readonly Value[];
  deletedAt: number;
  readonly rows: Map<string, StoredRow>;
  /** Highest timestamp that a lightweight transaction has used. */
  ballot: number;
  /** A proposal that was accepted by some replicas, and neither committed nor given up. */
  pending: (() => void) | undefined;
}

/** A row as a read sees it. */
export interface SeenRow {
  readonly partition: readonly Value[];
  readonly clustering: readonly Value[];
  readonly cells: ReadonlyMap<string, Cell>;
}

const NEVER = Number.NEGATIVE_INFINITY;

/** Rows of one table: for each column the latest write wins, by timestamp; at equal ones the tombstone does. */
export class TableData {
  readonly partitions = new Map<string, Partition>();

  partitionOf(key: readonly Value[]): Partition {
    const name = keyOf(key);
    const found = this.partitions.get(name);
    if (found) return found;
    const made: Partition = { key, deletedAt: NEVER, rows: new Map(), ballot: 0, pending: undefined };
    this.partitions.set(name, made);
    return made;
  }

  apply(write: RowWrite): void {
    const partition = this.partitionOf(write.partition);
    if (!write.clustering) {
      partition.deletedAt = Math.max(partition.deletedAt, write.timestamp);
      return;
    }
    const row = rowOf(partition, write.clustering);
    if (write.deletes) row.deletedAt = Math.max(row.deletedAt, write.timestamp);
    row.liveness = later(row.liveness, write.liveness);
    for (const [column, cell] of write.cells) {
      const winner = later(row.cells.get(column), cell);
      if (winner) row.cells.set(column, winner);
    }
  }

  /** Adds to a counter, whatever the timestamp. */
  add(
    write: { readonly partition: readonly Value[]; readonly clustering: readonly Value[] },
    deltas: ReadonlyMap<string, number>,
  ): void {
    const row = rowOf(this.partitionOf(write.partition), write.clustering);
    for (const [column, delta] of deltas) {
      const before = row.cells.get(column)?.value;
      row.cells.set(column, { value: (typeof before === 'number' ? before : 0) + delta, timestamp: 0 });
    }
  }

  /** Rows that are alive, of some partitions or of all. */
  rows(second: number, keys?: readonly (readonly Value[])[]): readonly SeenRow[] {
    const partitions = keys
      ? keys.flatMap((key) => this.partitions.get(keyOf(key)) ?? [])
      : [...this.partitions.values()];
    return partitions.flatMap((partition) => seenIn(partition, second));
  }

  dropColumn(column: string): void {
    for (const { rows } of this.partitions.values()) for (const { cells } of rows.values()) cells.delete(column);
  }
}

function rowOf(partition: Partition, key: readonly Value[]): StoredRow {
  const name = keyOf(key);
  const found = partition.rows.get(name);
  if (found) return found;
  const made: StoredRow = { key, liveness: undefined, deletedAt: NEVER, cells: new Map() };
  partition.rows.set(name, made);
  return made;
}

/** A tombstone wins against a value of the same time; of two values the greater. */
function later(a: Cell | undefined, b: Cell | undefined): Cell | undefined {
  if (!a || !b) return a ?? b;
  if (a.timestamp !== b.timestamp) return a.timestamp > b.timestamp ? a : b;
  if (a.value === undefined || b.value === undefined) return a.value === undefined ? a : b;
  return compareValues(a.value, b.value) >= 0 ? a : b;
}

function seenIn(partition: Partition, second: number): readonly SeenRow[] {
  const seen: SeenRow[] = [];
  for (const row of partition.rows.values()) {
    const deletedAt = Math.max(partition.deletedAt, row.deletedAt);
    const isLive = (cell: Cell | undefined): cell is Cell =>
      cell?.value !== undefined &&
      (cell.timestamp > deletedAt || cell.timestamp === 0) &&
      (cell.expiresAt === undefined || second < cell.expiresAt);
    const cells = new Map([...row.cells].filter(([, cell]) => isLive(cell)));
    if (isLive(row.liveness) || cells.size > 0) seen.push({ partition: partition.key, clustering: row.key, cells });
  }
  return seen;
}
