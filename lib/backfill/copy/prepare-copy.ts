import { parseKey } from '../../core/catalog/parse-key.js';
import { textOf } from '../../core/catalog/read-value.js';
import {
  type CopyColumn,
  type CopyPlan,
  type CopyTable,
  isCounter,
  isRefusal,
  planCopy,
} from '../../core/copy/plan-copy.js';
import { CopyRow, type CopyStatement } from '../../core/copy/copy-row.js';
import { parseCqlType } from '../../core/model/parse-cql-type.js';
import { readColumns } from '../../session/introspect.js';
import type { Row, Session } from '../../session/session.js';
import type { Backfill } from '../check-options.js';
import { BackfillRefusedError } from '../errors.js';
import type { Copy } from './check-copy.js';

/** A copy between two tables as they are now. */
export interface PreparedCopy {
  readonly plan: CopyPlan;
  readonly backfill: Backfill;
  readonly hasCounters: boolean;
}

/**
 * Reads both tables, and makes a backfill of the source whose writes fill the target.
 * @throws BackfillRefusedError
 */
export async function prepareCopy(copy: Copy, session: Session): Promise<PreparedCopy> {
  const [from, to] = await Promise.all([readCopyTable(session, copy.from), readCopyTable(session, copy.to)]);
  for (const table of [from, to])
    if (table.columns.length === 0)
      throw new BackfillRefusedError(copy.name, `there is no table ${table.name}`, 'Create it before the copy.');
  const { map, row, preserve, counters } = copy;
  const plan = planCopy({ from, to, map, converts: row !== undefined, preserve, counters });
  if (isRefusal(plan)) throw new BackfillRefusedError(copy.name, plan.problems.join('; '), 'Correct the copy.');
  return { plan, backfill: backfillOf(copy, plan), hasCounters: to.columns.some(isCounter) };
}

function backfillOf({ base, row: convert, statement }: Copy, plan: CopyPlan): Backfill {
  const copying = new CopyRow(plan);
  const columns = plan.from.columns.map(({ name }) => name);
  const row = async (source: Row): Promise<readonly CopyStatement[]> => {
    const converted = convert ? await convert(source) : source;
    return converted === undefined ? [] : copying.statements(converted, source);
  };
  const into = { table: plan.to.name, columns: plan.columns.map(({ target }) => target.name) };
  return { ...base, columns, row, extra: copying.extras(), into, statement };
}

/** A table as it is now; one that does not exist has no columns. */
export async function readCopyTable(session: Session, name: string, keyspace = session.keyspace): Promise<CopyTable> {
  const rows = await readColumns(session, keyspace, name);
  const columns = rows.map((row) => ({
    name: textOf(row, 'column_name'),
    type: parseCqlType(textOf(row, 'type')),
    kind: kindOf(textOf(row, 'kind')),
  }));
  const key = parseKey(rows);
  const rank = (column: CopyColumn) => (key.includes(column.name) ? key.indexOf(column.name) : key.length);
  return { name, columns: columns.toSorted((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1)) };
}

function kindOf(kind: string): CopyColumn['kind'] {
  return kind === 'partition_key' || kind === 'clustering' || kind === 'static' ? kind : 'regular';
}
