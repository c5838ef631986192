import { copyStatement, type Statement } from '../../core/cql/statement.js';
import { type Backfill, checkBackfill, isText } from '../check-options.js';
import { BackfillRefusedError } from '../errors.js';
import type { CopyTableOptions, Pace } from './copy-options.js';

/** A copy whose options are checked, with the defaults filled in. */
export interface Copy extends Required<Omit<CopyTableOptions, 'row' | 'counters' | keyof Pace>> {
  readonly name: string;
  readonly row: CopyTableOptions['row'];
  readonly counters: boolean;
  /** The copy as a backfill of the source that writes nothing yet. */
  readonly base: Backfill;
  readonly statement: Statement;
}

/** @throws BackfillRefusedError */
export function checkCopy(options: CopyTableOptions, migration: string): Copy {
  const { from, to, map = {}, row, preserve = 'none', verify = 'none', counters, ...pace } = options;
  const { name = migration } = pace;
  const problems = CHECKS.flatMap(([isRight, problem]) => (isRight(options) ? [] : [problem]));
  if (problems.length > 0) throw refused(name, problems);
  const base = checkBackfill({ ...pace, name, table: from, columns: [], row: () => undefined }, migration);
  const statement = copyStatement(base.name, from, to);
  return { name: base.name, from, to, map, row, preserve, verify, counters: counters !== undefined, base, statement };
}

/** Options come from JavaScript as well. */
const CHECKS: readonly (readonly [isRight: (options: CopyTableOptions) => boolean, problem: string])[] = [
  [({ from }) => isText(from), 'from must be the name of a table'],
  [({ to }) => isText(to), 'to must be the name of a table'],
  [({ map }) => map === undefined || isNames(map), 'map must be an object of names: { new_column: "old_column" }'],
  [({ row }) => row === undefined || typeof row === 'function', 'row must be a function'],
  [({ preserve }) => isOneOf(preserve, ['none', 'ttl', 'timestamps']), 'preserve must be none, ttl or timestamps'],
  [({ verify }) => isOneOf(verify, ['none', 'count', 'hash']), 'verify must be none, count or hash'],
  [({ counters }) => isOneOf(counters, ['quiesced']), 'counters must be quiesced'],
];

const isOneOf = (value: unknown, values: readonly unknown[]) => value === undefined || values.includes(value);

function refused(name: unknown, problems: readonly string[]): BackfillRefusedError {
  return new BackfillRefusedError(String(name), problems.join('; '), 'Correct the options of the copy.');
}

const isNames = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.values(value).every(isText);
