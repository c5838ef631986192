import { maskSecrets } from '../core/cql/mask-secrets.js';
import { messageOf } from '../core/error.js';
import { UNKNOWN_SIZE } from '../core/backfill/plan-ranges.js';
import { MAX_TOKEN, MIN_TOKEN } from '../core/backfill/token-range.js';
import { readTableSize } from '../session/introspect-ring.js';
import type { Session } from '../session/session.js';
import type { Backfill } from './check-options.js';
import { BackfillRefusedError } from './errors.js';
import { rangesOf } from './plan-table.js';
import { PermittedTexts } from './permitted-texts.js';
import { readWrites } from './read-writes.js';
import type { SourceRow } from './source-rows.js';
import { SourceTable } from './source-table.js';

/**
 * Result of trying a backfill on a few rows. Nothing is written; the values of the rows are not kept.
 * @publicApi
 */
export interface BackfillTrial {
  readonly name: string;
  readonly table: string;
  /** Whether the migration only starts it. */
  readonly background: boolean;
  readonly rate: number | undefined;
  readonly ranges: number;
  /** Partitions of the table, from what the server that answered estimates of its own; undefined where it does not. */
  readonly partitions: number | undefined;
  /** Rows that were read and handed to `row`. */
  readonly rows: number;
  /** Rows of these without a statement. */
  readonly skipped: number;
  /** Statements for the others, each text once. */
  readonly statements: readonly { readonly cql: string; readonly count: number }[];
  /** Reasons why a row, or all of it, could not be tried. */
  readonly problems: readonly string[];
}

const TRIED_ROWS = 10;

/**
 * Reads some rows, and hands them to `row`.
 * @throws BackfillRefusedError where a run would refuse a statement
 */
export async function tryBackfill(backfill: Backfill, session: Session, background: boolean): Promise<BackfillTrial> {
  const { name, table, rate, ranges = UNKNOWN_SIZE } = backfill;
  const trial = {
    name,
    table,
    background,
    rate,
    ranges,
    partitions: undefined,
    rows: 0,
    skipped: 0,
    statements: [],
    problems: [],
  };
  const source = await openedOrWhyNot(session, { ...backfill, pageSize: TRIED_ROWS });
  // An earlier migration may be about to create it.
  if (typeof source === 'string') return { ...trial, problems: [source] };
  const size = await readTableSize(session, session.keyspace, table);
  const { length } = await rangesOf(backfill, session, size);
  return {
    ...trial,
    partitions: size.rows,
    ranges: length,
    ...(await tryRows(await firstRows(source), backfill, source)),
  };
}

async function tryRows(rows: readonly SourceRow[], backfill: Backfill, source: SourceTable) {
  const texts = new PermittedTexts(backfill, source);
  const counts = new Map<string, number>();
  const problems: string[] = [];
  let skipped = 0;
  for (const { row, key } of rows) {
    try {
      const statements = readWrites(await backfill.row(row)).map(({ cql }) => maskSecrets(texts.of(cql)));
      if (statements.length === 0) skipped += 1;
      for (const cql of statements) counts.set(cql, (counts.get(cql) ?? 0) + 1);
    } catch (error) {
      if (error instanceof BackfillRefusedError) throw error;
      problems.push(`row fails for ${key}: ${messageOf(error)}`);
    }
  }
  const statements = [...counts].map(([cql, count]) => ({ cql, count }));
  return { rows: rows.length, skipped, statements, problems };
}

async function openedOrWhyNot(session: Session, backfill: Backfill): Promise<SourceTable | string> {
  try {
    return await SourceTable.open(session, backfill);
  } catch (error) {
    if (error instanceof BackfillRefusedError) return `not tried: ${error.problem}`;
    throw error;
  }
}

async function firstRows(source: SourceTable): Promise<readonly SourceRow[]> {
  const whole = { start: MIN_TOKEN, end: MAX_TOKEN };
  const found: SourceRow[] = [];
  for await (const row of source.rowsOf({ range: whole, token: undefined })) {
    found.push(row);
    if (found.length === TRIED_ROWS) break;
  }
  return found;
}
