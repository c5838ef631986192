import type { TokenRange } from '../../core/backfill/token-range.js';
import { canonicalText } from '../../core/copy/row-digest.js';
import { type CopyPlan, type CopyTable, isKey } from '../../core/copy/plan-copy.js';
import { eachIsGiven, quoteName } from '../../core/model/identifier.js';
import type { Row } from '../../session/session.js';
import { foldRange } from '../fold-range.js';
import type { PatientReads } from '../patient-reads.js';
import { rowKey } from '../row-key.js';
import { columnsRead, foundRows, isGiven, wantedRows, type CopiedRow, type CopySides } from './copied-rows.js';

/** Rows that are named where the tables differ. */
export const EXAMPLES = 5;

/** A row that differs. */
export interface Difference {
  readonly key: string;
  /** `is missing`. */
  readonly problem: string;
}

/** A way to find rows that differ. */
interface Search {
  readonly rows: (sides: CopySides, range: TokenRange) => AsyncIterable<CopiedRow>;
  readonly differenceOf: (row: Row) => Promise<Difference | undefined>;
}

/** Keys of rows that the target lacks, has with other values, or has too many; the first that are found. */
export async function findExamples(
  sides: CopySides,
  ranges: readonly TokenRange[],
  reads: PatientReads,
): Promise<readonly Difference[]> {
  let found: readonly Difference[] = [];
  for (const { rows, differenceOf } of [lacking(sides, reads), ...tooMany(sides, reads)]) {
    const add = async (known: readonly Difference[], some: readonly CopiedRow[]) => {
      const differences: Difference[] = [];
      for (const { row } of some) differences.push(...asList(await differenceOf(row)));
      return [...known, ...differences].slice(0, EXAMPLES);
    };
    const isEnough = (known: readonly Difference[]) => known.length === EXAMPLES;
    for (const range of ranges) {
      if (isEnough(found)) return found;
      const read = (part: TokenRange) => rows(sides, part);
      found = await foldRange(range, { read, initial: found, add, atOnce: 1, isEnough }, reads);
    }
  }
  return found;
}

const asList = <T>(item: T | undefined): readonly T[] => (item === undefined ? [] : [item]);

function lacking(sides: CopySides, reads: PatientReads): Search {
  const { plan } = sides;
  const names = plan.columns.filter(({ target }) => isKey(target)).map(({ target }) => target.name);
  const differenceOf = async (row: Row): Promise<Difference | undefined> => {
    const own = await reads.ask(() => rowBy(sides, plan.to, { names, values: names.map((name) => row[name]) }));
    if (own && textOf(plan, own) === textOf(plan, row)) return undefined;
    return { key: rowKey(row, names), problem: own ? 'has other values' : 'is missing' };
  };
  return { rows: wantedRows, differenceOf };
}

/** Rows of the target whose row of the source is gone. Only told where they have its key, and nothing converts it. */
function tooMany(sides: CopySides, reads: PatientReads): readonly Search[] {
  const { plan, copy } = sides;
  const names = plan.from.columns.filter(isKey).map(({ name }) => name);
  const back = names.flatMap((name) => plan.columns.find(({ source }) => source === name)?.target.name ?? []);
  if (copy.row || back.length < names.length) return [];
  const ofTarget = plan.columns.flatMap(({ target }) => (isKey(target) ? [target.name] : []));
  const differenceOf = async (row: Row): Promise<Difference | undefined> => {
    const values = back.map((name) => row[name]);
    if (await reads.ask(() => rowBy(sides, plan.from, { names, values }))) return undefined;
    return { key: rowKey(row, ofTarget), problem: `has no row in ${plan.from.name}` };
  };
  return [{ rows: foundRows, differenceOf }];
}

interface Key {
  readonly names: readonly string[];
  readonly values: readonly unknown[];
}

/** The row with a key; of a partition of static columns alone, whose clustering key is null, the first row. */
async function rowBy(sides: CopySides, table: CopyTable, { names, values }: Key): Promise<Row | undefined> {
  const given = names.filter((_, index) => isGiven(values[index]));
  const isPart = ({ kind, name }: CopyTable['columns'][number]) => kind === 'partition_key' && !given.includes(name);
  // No row has such a key.
  if (table.columns.some(isPart)) return undefined;
  const columns = columnsRead(sides, table).map(quoteName).join(', ');
  const cql = `SELECT ${columns} FROM ${quoteName(table.name)} WHERE ${eachIsGiven(given)} LIMIT 1`;
  return (await sides.session.execute(cql, values.filter(isGiven), { consistency: 'local-quorum' })).rows[0];
}

const textOf = ({ columns }: CopyPlan, row: Row) =>
  columns.map(({ target }) => canonicalText(row[target.name])).join('\n');
