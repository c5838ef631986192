import { isCounter, isKey, type CopyColumn, type CopyPlan, type CopyTable } from '../copy/plan-copy.js';
import { flatten, formatCqlType } from '../model/cql-type.js';
import { suggestion } from '../text/suggestion.js';

/** A job that reads one table, and appends rows to the same or another one. */
export interface SparkJob {
  readonly name: string;
  readonly keyspace: string;
  readonly from: string;
  readonly to: string;
  /** Columns that are written, and how Spark SQL computes each. */
  readonly columns: readonly { readonly name: string; readonly expression: string }[];
}

export interface SparkRefusal {
  readonly problems: readonly string[];
}

export type Placed = Pick<SparkJob, 'name' | 'keyspace'>;

/** The job for a copy whose values Spark keeps, or all reasons why there is none. */
export function planCopyJob(plan: CopyPlan, placed: Placed): SparkJob | SparkRefusal {
  const { from, to, columns, preserve } = plan;
  const problems = [
    ...(preserve === 'none' ? [] : [`preserve: '${preserve}' does not travel: the job knows no time of a value`]),
    ...staticProblem(from),
    ...columns.flatMap(({ target }) => valueProblem(to, target)),
    ...columns.flatMap(({ source }) =>
      from.columns.filter(({ name }) => name === source).flatMap((column) => valueProblem(from, column)),
    ),
  ];
  if (problems.length > 0) return { problems: [...new Set(problems)] };
  const expressions = columns.map(({ target, source }) => ({ name: target.name, expression: sparkName(source) }));
  return { ...placed, from: from.name, to: to.name, columns: expressions };
}

/** The job that sets columns of the table itself, each to an expression of Spark SQL. */
export function planColumnsJob(
  table: CopyTable,
  sql: Readonly<Record<string, string>>,
  placed: Placed,
): SparkJob | SparkRefusal {
  const keys = table.columns.filter(isKey);
  const names = table.columns.map(({ name }) => name);
  const problems = Object.keys(sql).flatMap((name) => {
    const column = table.columns.find((known) => known.name === name);
    if (!column) return [`sql: ${table.name} has no column ${name}${suggestion(name, names)}`];
    return isKey(column) ? [`sql: ${name} is part of the primary key of ${table.name}`] : valueProblem(table, column);
  });
  const all = [...staticProblem(table), ...keys.flatMap((column) => valueProblem(table, column)), ...problems];
  if (all.length > 0) return { problems: all };
  const columns = [
    ...keys.map(({ name }) => ({ name, expression: sparkName(name) })),
    ...Object.entries(sql).map(([name, expression]) => ({ name, expression: `(${expression})` })),
  ];
  return { ...placed, from: table.name, to: table.name, columns };
}

export const isSparkRefusal = (job: SparkJob | SparkRefusal): job is SparkRefusal => 'problems' in job;

/** A column as Spark SQL names it. */
export function sparkName(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}

/** The connector takes a column of the key for one that is never null, so no filter leaves such a row out. */
function staticProblem({ name, columns }: CopyTable): readonly string[] {
  if (columns.every(({ kind }) => kind !== 'static')) return [];
  return [`${name} has static columns: a partition that has nothing else would stop the job`];
}

/** Tried one by one with Spark 3.5.7 and connector 3.5.1. */
function valueProblem({ name: table }: CopyTable, column: CopyColumn): readonly string[] {
  const { name, type } = column;
  const of = `${table}.${name} (${formatCqlType(type)})`;
  if (`${table}${name}`.includes('"'))
    return [`${of} has a quotation mark in its name, which the connector does not escape`];
  if (isCounter(column)) return [`${of} is a counter: a job that runs twice would count twice`];
  if ('frozen' in type && type.frozen && type.kind !== 'user')
    return [`${of} is a frozen collection: Spark writes an empty one where it is null`];
  const lossy = flatten(type).flatMap((part) => LOSSY[part.kind === 'native' ? part.name : part.kind] ?? []);
  return lossy.slice(0, 1).map((loss) => `${of} ${loss}`);
}

const LOSSY: Readonly<Record<string, string>> = {
  varint: 'loses values of more than 38 digits in Spark',
  decimal: 'gets 18 decimal places in Spark',
  tuple: 'is or has a tuple, which the connector does not write where it is null',
  user: 'is or has a user type, whose fields Spark may change',
  custom: 'is of a class that Spark does not know',
};
