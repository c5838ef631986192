import type { Extra } from '../core/copy/copy-row.js';
import { backfillStatement, type Statement } from '../core/cql/statement.js';
import type { BackfillOptions } from './backfill-options.js';
import { BackfillRefusedError } from './errors.js';

/** A backfill whose options are checked, with the defaults filled in. */
export interface Backfill extends Complete<Omit<BackfillOptions, 'rate' | 'latency' | 'ranges'>> {
  readonly rate: number | undefined;
  readonly latency: number | undefined;
  readonly ranges: number | undefined;
  /** Expressions that are read beside the columns. */
  readonly extra?: readonly Extra[];
  /** The table that a copy writes to, and its columns that are written. */
  readonly into?: { readonly table: string; readonly columns: readonly string[] };
  /** The backfill as one statement of the journal. It changes with the name, the table and the columns. */
  readonly statement: Statement;
}

type Complete<T> = { readonly [Key in keyof T]-?: Exclude<T[Key], undefined> };

/** The least and the greatest value of each number. */
const BOUNDS = {
  concurrency: [1, 4_096],
  rate: [1, 10_000_000],
  latency: [1, 60_000],
  pageSize: [1, 100_000],
  ranges: [1, 10_000],
  retries: [0, 1_000],
  deadRows: [0, 10_000],
} as const;

/** @throws BackfillRefusedError */
export function checkBackfill(options: BackfillOptions, migration: string): Backfill {
  const { name = migration, table, columns, row, guard = [], rate, latency, ranges } = options;
  const problems = [
    ...(isText(name) ? [] : ['name must be a text that is not empty']),
    ...(isText(table) ? [] : ['table must be the name of a table']),
    ...(isTexts(columns) ? [] : ['columns must be a list of names']),
    ...(isTexts(guard) ? [] : ['guard must be a list of names']),
    ...(typeof row === 'function' ? [] : ['row must be a function']),
    ...outOfBounds(options),
  ];
  if (problems.length > 0)
    throw new BackfillRefusedError(String(name), problems.join('; '), 'Correct the options of the backfill.');
  const statement = backfillStatement(name, table, columns);
  return { name, table, columns, row, guard, rate, latency, ranges, ...numbersOf(options), statement };
}

function numbersOf({ concurrency = 128, pageSize = 1_000, retries = 5, deadRows = 0 }: BackfillOptions) {
  return { concurrency, pageSize, retries, deadRows };
}

/** Problems of the numbers that may be said apart from a definition. */
export function paceProblems({ rate, concurrency }: { readonly rate?: unknown; readonly concurrency?: unknown }) {
  return outOfBounds({ rate, concurrency });
}

function outOfBounds(options: object): readonly string[] {
  return Object.entries(BOUNDS).flatMap(([key, [least, most]]) => {
    const value = (options as Readonly<Record<string, unknown>>)[key];
    const isFine = value === undefined || (Number.isInteger(value) && Number(value) >= least && Number(value) <= most);
    return isFine ? [] : [`${key} must be an integer from ${least} to ${most}`];
  });
}

export const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';

const isTexts = (value: unknown): value is readonly string[] => Array.isArray(value) && value.every(isText);
