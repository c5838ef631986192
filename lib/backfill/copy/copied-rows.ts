import type { TokenRange } from '../../core/backfill/token-range.js';
import type { CopyPlan, CopyTable } from '../../core/copy/plan-copy.js';
import { quoteName } from '../../core/model/identifier.js';
import type { Row, Session } from '../../session/session.js';
import type { PlacedRow } from '../fold-range.js';
import { FoundRow, selectBetweenTokens } from '../source-rows.js';
import type { Copy } from './check-copy.js';

/** A copy between two tables, and the session that loses no value of them. */
export interface CopySides {
  readonly copy: Copy;
  readonly plan: CopyPlan;
  readonly session: Session;
}

/** A row of the target: as the source asks for it, or as it is. */
export interface CopiedRow extends PlacedRow {
  readonly row: Row;
}

/** Rows that the source asks for. A partition of static columns alone is one without a clustering key. */
export async function* wantedRows(sides: CopySides, range: TokenRange): AsyncGenerator<CopiedRow> {
  const { copy, plan } = sides;
  for await (const { row: source, token } of rowsOf(sides, plan.from, range)) {
    const converted = copy.row ? await copy.row(source) : source;
    if (!converted) continue;
    const row = Object.fromEntries(plan.columns.map(({ target, source: name }) => [target.name, converted[name]]));
    if (!isOfStatics(plan.from, source) || hasStatics(plan, row)) yield { token, row };
  }
}

/** Rows of the target, with the columns that are copied. */
export async function* foundRows(sides: CopySides, range: TokenRange): AsyncGenerator<CopiedRow> {
  const { plan } = sides;
  for await (const { row, token } of rowsOf(sides, plan.to, range))
    if (!isOfStatics(plan.to, row) || hasStatics(plan, row)) yield { token, row };
}

export const isGiven = (value: unknown): boolean => value !== null && value !== undefined;

/** A partition of static columns alone has one row, whose clustering columns are null. */
function isOfStatics(table: CopyTable, row: Row): boolean {
  const clustering = table.columns.find(({ kind }) => kind === 'clustering');
  return clustering !== undefined && !isGiven(row[clustering.name]);
}

/** Whether a row of the target has a static value that is copied: a copy writes none where all of them are null. */
function hasStatics({ columns }: CopyPlan, row: Row): boolean {
  return columns.some(({ target }) => target.kind === 'static' && isGiven(row[target.name]));
}

/** Names of the columns of either table that a copy reads. */
export function columnsRead({ plan }: CopySides, table: CopyTable): readonly string[] {
  return table === plan.from
    ? plan.from.columns.map(({ name }) => name)
    : plan.columns.map(({ target }) => target.name);
}

async function* rowsOf(sides: CopySides, table: CopyTable, { start, end }: TokenRange): AsyncGenerator<CopiedRow> {
  const key = table.columns.filter(({ kind }) => kind === 'partition_key').map(({ name }) => name);
  const given = columnsRead(sides, table);
  const cql = selectBetweenTokens(given.map(quoteName), quoteName(table.name), key);
  const found = sides.session.stream(cql, [String(start), String(end)], { consistency: 'local-quorum' });
  for await (const row of found) yield new FoundRow(row, { key, given });
}
