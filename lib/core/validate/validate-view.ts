import { isNative } from '../model/cql-type.js';
import type { Problem } from '../model/errors.js';
import { hasQuoteInLiteral, restrictedColumns } from '../model/relations.js';
import { keyColumns, type TableModel, type ViewModel } from '../model/schema-model.js';
import { viewOptionProblems } from '../options/unsupported-options.js';

export function validateView(view: ViewModel, tables: readonly TableModel[]): readonly Problem[] {
  const where = view.declaredBy ?? view.name;
  const base = tables.find(({ name }) => name === view.baseTable);
  const found = base
    ? problemsOfView(view, base)
    : [`its base table ${view.baseTable} is not declared: register its entity with the same connection`];
  return found.map((message) => ({ where, message }));
}

function problemsOfView(view: ViewModel, base: TableModel): readonly string[] {
  return [
    ...problemsOfName(view),
    ...unknownColumns(view, base),
    ...problemsOfKey(view, base),
    ...problemsOfStatics(view, base),
    ...problemsOfFilter(view, base),
    ...viewOptionProblems(view.options),
    ...problemsOfBase(base),
  ];
}

function problemsOfKey(view: ViewModel, base: TableModel): readonly string[] {
  const [key, baseKey] = [keyColumns(view), keyColumns(base)];
  const strangers = key.filter((column) => !baseKey.includes(column));
  const missing = baseKey.filter((column) => !key.includes(column)).join(', ');
  return [
    ...(view.partitionKey.length === 0 ? ['a view needs a partitionKey'] : []),
    ...(missing === '' ? [] : [`its key must hold every key column of ${base.name}: ${missing} is missing`]),
    ...(strangers.length < 2
      ? []
      : [`its key may hold one column beside the key of ${base.name}, not ${strangers.join(', ')}`]),
  ];
}

function problemsOfFilter({ where }: ViewModel, base: TableModel): readonly string[] {
  const baseKey = keyColumns(base);
  const filtered = where.filter((relation) => !relation.endsWith(' IS NOT NULL')).flatMap(restrictedColumns);
  const values = filtered.filter((column) => !baseKey.includes(column));
  return [
    ...(values.length === 0
      ? []
      : [`rows can be chosen by the key of ${base.name} only; ${values.join(', ')} may only be IS NOT NULL`]),
    ...(where.some(hasQuoteInLiteral)
      ? ['a quote in a text of `where` keeps the server from starting again (it is stored unescaped): filter otherwise']
      : []),
  ];
}

function problemsOfBase({ name, columns, options }: TableModel): readonly string[] {
  return [
    ...(columns.some(({ type }) => isNative(type, 'counter')) ? ['a table of counters can have no view'] : []),
    ...(options.gcGraceSeconds === 0 ? [`${name} has gcGraceSeconds 0, which a table with a view must not`] : []),
  ];
}

function problemsOfName({ name }: ViewModel): readonly string[] {
  return /^\w+$/.test(name) ? [] : [`a view's name has only letters, digits and _, not "${name}"`];
}

function unknownColumns(view: ViewModel, base: TableModel): readonly string[] {
  const names = [...keyColumns(view), ...(view.columns === 'all' ? [] : view.columns)];
  const unknown = new Set(names.filter((name) => !base.columns.some((column) => column.name === name)));
  return [...unknown].map((name) => `${base.name} has no column ${name}`);
}

function problemsOfStatics(view: ViewModel, base: TableModel): readonly string[] {
  const statics = base.columns.filter((column) => column.static).map(({ name }) => name);
  const selected = statics.filter((name) => view.columns === 'all' || view.columns.includes(name));
  if (selected.length === 0) return [];
  return [`a view cannot hold static columns (${selected.join(', ')}): name the @Columns that it is to select`];
}
