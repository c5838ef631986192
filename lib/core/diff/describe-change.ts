import { formatCqlType } from '../model/cql-type.js';
import type { OptionName } from '../model/options/canonical-options.js';
import { renderOptions } from '../model/options/render-options.js';
import type { ColumnModel, IndexModel, TableModel, TypeModel } from '../model/schema-model.js';
import type { AlterOptions, ApplicableChange, Change } from './change.js';
import { describeImpossible, formatKey } from './describe-impossible.js';
import type { Difference } from './difference.js';
import { isApplicable } from './risk.js';

/** A change in words, one line for each thing that it touches. */
export function describeChange(change: Change): readonly Difference[] {
  if (isApplicable(change)) return describeApplicable(change);
  return change.kind === 'blocked' ? describeApplicable(change.change) : [describeImpossible(change)];
}

function describeApplicable(change: ApplicableChange): readonly Difference[] {
  switch (change.kind) {
    case 'create-type':
      return [line('+', change.type.name, 'type', fieldsOf(change.type))];
    case 'add-field':
      return [line('+', change.type, `field ${change.field.name}`, formatCqlType(change.field.type))];
    case 'create-table':
      return [line('+', change.table.name, 'table', columnsOf(change.table))];
    case 'add-columns':
      return change.columns.map((column) => line('+', change.table, column.name, typeOf(column)));
    case 'alter-options':
      return describeOptions(change);
    case 'alter-view-options':
      return describeOptions({ ...change, table: change.view });
    case 'create-view':
      return [line('+', change.view.name, 'view', `of ${change.view.baseTable} by ${formatKey(change.view)}`)];
    case 'create-index':
      return [line('+', change.table, `index ${change.index.name}`, targetOf(change.index))];
    case 'replace-index':
      return [line('~', change.table, `index ${change.to.name}`, `${targetOf(change.from)} → ${targetOf(change.to)}`)];
    default:
      return describeDrop(change);
  }
}

type Drop = Extract<ApplicableChange, { readonly kind: `drop-${string}` }>;

function describeDrop(change: Drop): readonly Difference[] {
  switch (change.kind) {
    case 'drop-index':
      return [line('−', change.table, `index ${change.index.name}`, targetOf(change.index))];
    case 'drop-view':
      return [line('−', change.view.name, 'view', `of ${change.view.baseTable}`)];
    case 'drop-columns':
      return change.columns.map((column) => line('−', change.table, column.name, typeOf(column)));
    case 'drop-table':
      return [line('−', change.table.name, 'table', columnsOf(change.table))];
    case 'drop-type':
      return [line('−', change.type.name, 'type', fieldsOf(change.type))];
  }
}

function describeOptions({ table, from, to }: Omit<AlterOptions, 'kind'>): readonly Difference[] {
  return (Object.keys(to) as OptionName[]).map((option) => {
    const [name = option, after = ''] = renderOption(to, option);
    const [, before = 'unset'] = renderOption(from, option);
    return line('~', table, name, `${before} → ${after}`);
  });
}

/** The CQL name and value of one option; nothing where it is not set. */
function renderOption(options: AlterOptions['to'], option: OptionName): readonly string[] {
  const value = options[option];
  return value === undefined ? [] : (renderOptions({ [option]: value })[0]?.split(/ = (.*)/s) ?? []);
}

const typeOf = (column: ColumnModel) => `${formatCqlType(column.type)}${column.static ? ' static' : ''}`;
const columnsOf = ({ columns }: TableModel) => columns.map(({ name }) => name).join(', ');
const fieldsOf = ({ fields }: TypeModel) => fields.map(({ name }) => name).join(', ');

function targetOf({ column, target, using }: IndexModel): string {
  const what = target === 'values' ? `(${column})` : `(${target}(${column}))`;
  return using ? `${what} using ${using}` : what;
}

function line(sign: Difference['sign'], group: string, subject: string, detail: string): Difference {
  return { sign, group, subject, detail };
}
