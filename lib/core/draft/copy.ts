import { isDirect } from '../copy/is-direct.js';
import { isNative } from '../model/cql-type.js';
import { keyColumns, type ColumnModel, type SchemaModel, type TableModel } from '../model/schema-model.js';
import { suggestion } from '../text/suggestion.js';

/** A column whose values are copied into another one of the same table. */
export interface ColumnCopy {
  readonly table: TableModel;
  readonly from: ColumnModel;
  readonly to: ColumnModel;
  /** Columns that name the row, or the partition if the target is static. */
  readonly key: readonly string[];
  /** Whether a value of the one type is one of the other as it is. */
  readonly isDirect: boolean;
}

/** A table whose rows are copied into another one, column by column of the same name. */
export interface TableCopy {
  readonly from: TableModel;
  readonly to: TableModel;
  /** Columns of both whose types differ so that no value can be taken as it is. */
  readonly converted: readonly (readonly [from: ColumnModel, to: ColumnModel])[];
}

export type Copy =
  | ({ readonly kind: 'column' } & ColumnCopy)
  | ({ readonly kind: 'table' } & TableCopy)
  | { readonly kind: 'refused'; readonly problem: string };

/** Reads `products.price=exact_price` or `sessions=sessions_by_user` against a schema that has both. */
export function readCopy(text: string, schema: SchemaModel): Copy {
  const { table, from, to } = COPY.exec(text)?.groups ?? {};
  if (from === undefined || to === undefined) {
    return refused(`"${text}" is no copy; for example: products.price=exact_price, or sessions=sessions_by_user`);
  }
  return table === undefined ? tableCopy(from, to, schema) : columnCopy(table, [from, to], schema);
}

const COPY = /^(?:(?<table>[^.=]+)\.)?(?<from>[^.=]+)=(?<to>[^.=]+)$/;

function columnCopy(name: string, names: readonly [string, string], schema: SchemaModel): Copy {
  const table = schema.tables.find((candidate) => candidate.name === name);
  if (!table) return unknownTable(name, schema);
  const [from, to] = names.map((column) => table.columns.find((candidate) => candidate.name === column));
  if (!from || !to) return unknownColumn(table, from ? names[1] : names[0]);
  const problem = columnProblem(table, from, to);
  if (problem !== undefined) return refused(problem);
  const key = to.static ? table.partitionKey : keyColumns(table);
  return { kind: 'column', table, from, to, key, isDirect: isDirect(from.type, to.type) };
}

function columnProblem(table: TableModel, from: ColumnModel, to: ColumnModel): string | undefined {
  const place = (column: ColumnModel) => `${table.name}.${column.name}`;
  if (from === to) return `${place(from)} cannot be copied into itself`;
  if (keyColumns(table).includes(to.name))
    return `${place(to)} is part of the primary key, which no statement changes: copy into another table`;
  if (to.static && !from.static && !table.partitionKey.includes(from.name))
    return `${place(to)} is static and has one value for all rows of a partition, but ${place(from)} has one for each`;
  const counter = [from, to].find(({ type }) => isNative(type, 'counter'));
  return counter && `${place(counter)} is a counter: a copy that is sent again would count twice`;
}

function tableCopy(fromName: string, toName: string, schema: SchemaModel): Copy {
  const [from, to] = [fromName, toName].map((name) => schema.tables.find((table) => table.name === name));
  if (!from || !to) return unknownTable(from ? toName : fromName, schema);
  if (from === to) return refused(`${from.name} cannot be copied into itself`);
  const counters = [from, to].find(({ columns }) => columns.some(({ type }) => isNative(type, 'counter')));
  if (counters) return refused(`${counters.name} has counters: a copy that is sent again would count twice`);
  const pairs = to.columns.flatMap((column) => {
    const source = from.columns.find(({ name }) => name === column.name);
    return source ? [[source, column] as const] : [];
  });
  const missing = keyColumns(to).filter((name) => !pairs.some(([, column]) => column.name === name));
  if (missing.length > 0) {
    return refused(`${from.name} has no column ${missing.join(', ')}, which is part of the primary key of ${to.name}`);
  }
  return {
    kind: 'table',
    from,
    to,
    converted: pairs.filter(([source, target]) => !isDirect(source.type, target.type)),
  };
}

const refused = (problem: string): Copy => ({ kind: 'refused', problem });

function unknownTable(name: string, { tables }: SchemaModel): Copy {
  const names = tables.map((table) => table.name);
  return refused(`there is no table ${name}${suggestion(name, names)}: generate the migration that creates it first`);
}

function unknownColumn({ name: table, columns }: TableModel, name: string): Copy {
  const names = columns.map((column) => column.name);
  return refused(
    `there is no column ${table}.${name}${suggestion(name, names)}: generate the migration that adds it first`,
  );
}
