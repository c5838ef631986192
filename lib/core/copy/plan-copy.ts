import { type CqlType, formatCqlType, isNative } from '../model/cql-type.js';
import { suggestion } from '../text/suggestion.js';
import { isDirect } from './is-direct.js';

/** A column of a table that is copied from or to. */
export interface CopyColumn {
  readonly name: string;
  readonly type: CqlType;
  readonly kind: 'partition_key' | 'clustering' | 'static' | 'regular';
}

export interface CopyTable {
  readonly name: string;
  /** Key columns in their order, then the others. */
  readonly columns: readonly CopyColumn[];
}

/** Which properties of each value are kept besides the value itself. */
export type Preserve = 'none' | 'ttl' | 'timestamps';

export interface CopyWish {
  readonly from: CopyTable;
  readonly to: CopyTable;
  /** Columns of the source by those of the target that have other names. */
  readonly map: Readonly<Record<string, string>>;
  /** Whether a function converts the rows, so that types may differ and values may come from it alone. */
  readonly converts: boolean;
  readonly preserve: Preserve;
  /** Whether counters are copied; no one else may write to the target meanwhile. */
  readonly counters: boolean;
}

/** A column of the target, and the name under which a row of the source has its value. */
export interface CopiedColumn {
  readonly target: CopyColumn;
  readonly source: string;
}

export interface CopyPlan {
  readonly from: CopyTable;
  readonly to: CopyTable;
  readonly columns: readonly CopiedColumn[];
  readonly preserve: Preserve;
}

/** Reasons why two tables cannot be copied as asked; nothing has been sent. */
export interface CopyRefusal {
  readonly problems: readonly string[];
}

/** Decides what is copied where, or says everything that is wrong. */
export function planCopy(wish: CopyWish): CopyPlan | CopyRefusal {
  const { from, to, preserve } = wish;
  const columns = copiedColumns(wish);
  const problems = [
    ...(from.name === to.name ? [`${from.name} cannot be copied into itself`] : []),
    ...unknownNames(wish),
    ...missingKeys(wish, columns),
    ...(wish.converts ? [] : columns.flatMap((column) => typeProblem(wish, column))),
    ...columns.flatMap((column) => staticProblem(wish, column, columns)),
    ...counterProblems(wish, columns),
    ...(preserve === 'none' ? [] : columns.flatMap((column) => preserveProblem(wish, column))),
  ];
  return problems.length > 0 ? { problems } : { from, to, columns, preserve };
}

export function isRefusal(plan: CopyPlan | CopyRefusal): plan is CopyRefusal {
  return 'problems' in plan;
}

export const isKey = ({ kind }: CopyColumn): boolean => kind === 'partition_key' || kind === 'clustering';

export const isCounter = ({ type }: CopyColumn): boolean => isNative(type, 'counter');

/** Columns that the source has, or the function may make. */
function copiedColumns({ from, to, map, converts }: CopyWish): readonly CopiedColumn[] {
  return to.columns.flatMap((target) => {
    const source = Object.hasOwn(map, target.name) ? (map[target.name] ?? target.name) : target.name;
    return converts || find(from, source) ? [{ target, source }] : [];
  });
}

const find = ({ columns }: CopyTable, name: string) => columns.find((column) => column.name === name);

function unknownNames({ from, to, map, converts }: CopyWish): readonly string[] {
  const unknown = ({ name, columns }: CopyTable, column: string) => {
    const names = columns.map((known) => known.name);
    return `map: ${name} has no column ${column}${suggestion(column, names)}`;
  };
  return Object.entries(map).flatMap(([target, source]) => [
    ...(find(to, target) ? [] : [unknown(to, target)]),
    ...(converts || find(from, source) ? [] : [unknown(from, source)]),
  ]);
}

function missingKeys({ from, to }: CopyWish, copied: readonly CopiedColumn[]): readonly string[] {
  const missing = to.columns.filter((column) => isKey(column) && !copied.some(({ target }) => target === column));
  return missing.map(
    ({ name }) => `${from.name} has no column ${name}, which is part of the primary key of ${to.name}: name one in map`,
  );
}

function typeProblem({ from, to }: CopyWish, { source, target }: CopiedColumn): readonly string[] {
  const type = find(from, source)?.type;
  if (!type || isDirect(type, target.type)) return [];
  const [old, wanted] = [formatCqlType(type), formatCqlType(target.type)];
  return [`${from.name}.${source} is ${old}, and ${to.name}.${target.name} is ${wanted}: convert the values with row`];
}

/** A static column has one value for a partition, so its source must have one as well, in a partition that is not larger. */
function staticProblem(
  { from, to }: CopyWish,
  { source, target }: CopiedColumn,
  copied: readonly CopiedColumn[],
): readonly string[] {
  const kind = find(from, source)?.kind;
  if (target.kind !== 'static' || kind === 'partition_key' || kind === undefined) return [];
  if (kind !== 'static')
    return [`${to.name}.${target.name} is static, but ${from.name}.${source} has a value for each row`];
  const keys = copied.filter((column) => column.target.kind === 'partition_key').map((column) => column.source);
  const isWhole = from.columns.every((column) => column.kind !== 'partition_key' || keys.includes(column.name));
  return isWhole
    ? []
    : [`${to.name}.${target.name} is static, but several partitions of ${from.name} become one of ${to.name}`];
}

function counterProblems({ from, to, counters, preserve, converts }: CopyWish, copied: readonly CopiedColumn[]) {
  const counting = [from, to].find(({ columns }) => columns.some(isCounter));
  if (!counting) return [];
  if (!counters) {
    return [
      `${counting.name} has counters: an increment that is sent again counts twice. ` +
        "With counters: 'quiesced' the difference is added, while no one else writes to either table",
    ];
  }
  const keys = copied.filter(({ target }) => isKey(target)).map(({ source }) => source);
  const isUnique = from.columns.every((column) => !isKey(column) || keys.includes(column.name));
  const values = copied.filter(({ target }) => !isKey(target) && !isCounter(target));
  return [
    ...(isUnique ? [] : [`several rows of ${from.name} would become one of ${to.name}, whose counters have one value`]),
    ...(values.length > 0 || converts ? ['a table of counters is copied without row, into counters'] : []),
    ...(preserve === 'none'
      ? []
      : ['counters have neither a time to live nor a time of their own: preserve must be none']),
  ];
}

/** The servers tell time and time to live of a whole value, and until 5.0 not of the elements of a collection. */
function preserveProblem({ from, preserve }: CopyWish, { source }: CopiedColumn): readonly string[] {
  const type = find(from, source)?.type;
  if (!type || !isMultiCell(type)) return [];
  return [
    `preserve: '${preserve}' is not possible for ${from.name}.${source}, whose elements have times of their own; ` +
      "copy it with preserve: 'none'",
  ];
}

function isMultiCell(type: CqlType): boolean {
  const isOfCells = type.kind === 'list' || type.kind === 'set' || type.kind === 'map' || type.kind === 'user';
  return isOfCells && !type.frozen;
}
