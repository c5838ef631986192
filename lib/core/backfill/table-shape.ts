/** A table as a backfill knows it: the identity that the servers gave it, and the types of the columns that are read. */
export interface TableShape {
  readonly id: string;
  readonly columns: Readonly<Record<string, string>>;
  /** The table that a copy writes to: what it has there already must still be there when it goes on. */
  readonly into?: { readonly table: string; readonly shape: TableShape } | undefined;
}

/** The shape as it is kept; equal shapes have equal texts. */
export function formatShape({ id, columns, into }: TableShape): string {
  const sorted = Object.entries(columns).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([id, ...sorted, ...(into ? [['into', into.table, formatShape(into.shape)]] : [])]);
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
  if (changed.length > 0) return `columns of table ${table} have changed since it began: ${changed.join(', ')}`;
  const { into } = now;
  return into && shapeDifference(before.into ?? '', into.table, into.shape);
}

/** The columns of a kept shape. */
export function columnsOfShape(kept: string): readonly string[] {
  return Object.keys(parseShape(kept)?.columns ?? {});
}

interface KeptShape extends Pick<TableShape, 'id' | 'columns'> {
  readonly into: string | undefined;
}

function parseShape(kept: string): KeptShape | undefined {
  try {
    const [id, ...parts] = JSON.parse(kept) as readonly [string, ...(readonly string[])[]];
    const columns = parts.flatMap(([name, type, ...more]) =>
      name !== undefined && type !== undefined && more.length === 0 ? [[name, type] as const] : [],
    );
    return { id, columns: Object.fromEntries(columns), into: parts.find(({ length }) => length === 3)?.[2] };
  } catch {
    return undefined;
  }
}
