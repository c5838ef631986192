import { formatCqlType } from '../model/cql-type.js';
import type { ColumnModel, IndexModel, TableModel, TypeModel, ViewModel } from '../model/schema-model.js';
import { renderOptions } from '../options/render-options.js';
import type { OptionName } from '../options/table-options.js';
import type { AlterOptions, ApplicableChange, Change } from './change.js';
import { describeImpossible, formatKey } from './describe-impossible.js';
import { type Difference, type SchemaObject, tableNamed, typeNamed, viewNamed } from './difference.js';
import { isApplicable } from './risk.js';

/** A change in words, one line for each thing that it touches. */
export function describeChange(change: Change): readonly Difference[] {
  if (isApplicable(change)) return describeApplicable(change);
  return change.kind === 'blocked' ? describeApplicable(change.change) : [describeImpossible(change)];
}

function describeApplicable(change: ApplicableChange): readonly Difference[] {
  switch (change.kind) {
    case 'create-type':
      return [{ sign: '+', object: typeNamed(change.type.name), to: fieldsOf(change.type) }];
    case 'add-field':
      return [describeField(change)];
    case 'create-table':
      return [{ sign: '+', object: tableNamed(change.table.name), to: columnsOf(change.table) }];
    case 'add-columns':
      return change.columns.map((column) => ({ sign: '+', ...columnOf(change.table, column), to: typeOf(column) }));
    case 'alter-options':
      return describeOptions(tableNamed(change.table), change);
    case 'alter-view-options':
      return describeOptions(viewNamed(change.view), change);
    case 'create-view':
      return [{ sign: '+', object: viewNamed(change.view.name), to: viewOf(change.view) }];
    case 'create-index':
      return [{ sign: '+', ...indexOf(change.table, change.index), to: targetOf(change.index) }];
    case 'replace-index':
      return [{ sign: '~', ...indexOf(change.table, change.to), from: targetOf(change.from), to: targetOf(change.to) }];
    default:
      return describeDrop(change);
  }
}

type Drop = Extract<ApplicableChange, { readonly kind: `drop-${string}` }>;

function describeDrop(change: Drop): readonly Difference[] {
  switch (change.kind) {
    case 'drop-index':
      return [{ sign: '−', ...indexOf(change.table, change.index), from: targetOf(change.index) }];
    case 'drop-view':
      return [{ sign: '−', object: viewNamed(change.view.name), from: `of ${change.view.baseTable}` }];
    case 'drop-columns':
      return change.columns.map((column) => ({ sign: '−', ...columnOf(change.table, column), from: typeOf(column) }));
    case 'drop-table':
      return [{ sign: '−', object: tableNamed(change.table.name), from: columnsOf(change.table) }];
    case 'drop-type':
      return [{ sign: '−', object: typeNamed(change.type.name), from: fieldsOf(change.type) }];
  }
}

function describeField({ type, field }: Extract<ApplicableChange, { readonly kind: 'add-field' }>): Difference {
  const part = { kind: 'field', name: field.name } as const;
  return { sign: '+', object: typeNamed(type), part, to: formatCqlType(field.type) };
}

function describeOptions(object: SchemaObject, { from, to }: Pick<AlterOptions, 'from' | 'to'>): readonly Difference[] {
  return (Object.keys(to) as OptionName[]).map((option) => {
    const [name = option, after = ''] = renderOption(to, option);
    const [, before = 'unset'] = renderOption(from, option);
    return { sign: '~', object, part: { kind: 'option', name }, from: before, to: after };
  });
}

/** The CQL name and value of one option; nothing where it is not set. */
function renderOption(options: AlterOptions['to'], option: OptionName): readonly string[] {
  const value = options[option];
  return value === undefined ? [] : (renderOptions({ [option]: value })[0]?.split(/ = (.*)/s) ?? []);
}

const typeOf = (column: ColumnModel) => `${formatCqlType(column.type)}${column.static ? ' static' : ''}`;
const columnsOf = ({ columns }: TableModel) => columns.map(({ name }) => name).join(', ');
const viewOf = (view: ViewModel) => `of ${view.baseTable} by ${formatKey(view)}`;
const fieldsOf = ({ fields }: TypeModel) => fields.map(({ name }) => name).join(', ');

function targetOf({ column, target, using }: IndexModel): string {
  const what = target === 'values' ? `(${column})` : `(${target}(${column}))`;
  return using ? `${what} using ${using}` : what;
}

type Located = Pick<Difference, 'object' | 'part'>;

function columnOf(table: string, { name }: ColumnModel): Located {
  return { object: tableNamed(table), part: { kind: 'column', name } };
}

function indexOf(table: string, { name }: IndexModel): Located {
  return { object: tableNamed(table), part: { kind: 'index', name } };
}
