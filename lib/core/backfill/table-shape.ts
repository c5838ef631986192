/** A table as a backfill knows it: the identity that the servers gave it, and the types of the columns that are read. */
export interface TableShape {
  readonly id: string;
  readonly columns: Readonly<Record<string, string>>;
}

/** The shape as it is kept; equal shapes have equal texts. */
export function formatShape({ id, columns }: TableShape): string {
  const sorted = Object.entries(columns).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([id, ...sorted]);
}

/** Difference between a kept shape and the one of now, in words; undefined where there is none. */
export function shapeDifference(kept: string, table: string, now: TableShape): string | undefined {
  if (kept === formatShape(now)) return undefined;
  const before = parseShape(kept);
  if (before?.id !== now.id) return `table ${table} is not the one that it began with: it was dropped and created anew`;
  const columns = new Set([...Object.keys(before.columns), ...Object.keys(now.columns)]);
  const changed = [...columns].flatMap((column) => {
    const [was, is] = [before.columns[column], now.columns[column]];
    return was === is ? [] : [`${column} was ${was ?? 'not read'} and is ${is ?? 'gone'}`];
  });
  return `columns of table ${table} have changed since it began: ${changed.join(', ')}`;
}

/** The columns of a kept shape. */
export function columnsOfShape(kept: string): readonly string[] {
  return Object.keys(parseShape(kept)?.columns ?? {});
}

function parseShape(kept: string): TableShape | undefined {
  try {
    const [id, ...columns] = JSON.parse(kept) as readonly [string, ...(readonly [string, string])[]];
    return { id, columns: Object.fromEntries(columns) };
  } catch {
    return undefined;
  }
}
