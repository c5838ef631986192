import { formatCqlType } from '../model/cql-type.js';
import type { ColumnModel } from '../model/schema-model.js';
import type { Change, ImpossibleChange } from './change.js';
import { describeChange } from './describe-change.js';
import { explainRefusal } from './explain-refusal.js';
import { detailOf } from './present-difference.js';

/** One step of the workaround for a change that has no statement. */
export interface Step {
  readonly step: string;
  /** The change in the entity. */
  readonly edit?: string | undefined;
  readonly command?: string | undefined;
}

/** A difference without a statement: where it is, what stands against what, and the way in steps. */
export interface ImpossibleText {
  readonly where: string;
  readonly difference: string;
  readonly declaredBy: string | undefined;
  readonly why: string;
  readonly steps: readonly Step[];
}

export function explainImpossible(change: ImpossibleChange): ImpossibleText {
  const { where, advice, difference } = explainRefusal(change);
  const [first] = describeChange(change);
  return {
    where,
    difference: first && change.kind !== 'blocked' ? detailOf(first) : difference,
    declaredBy: declaredBy(change),
    why: advice,
    steps: stepsOf(change),
  };
}

/** The steps as numbered lines. */
export function linesOfSteps(steps: readonly Step[]): readonly string[] {
  return steps.map(({ step, edit, command }, index) => {
    const parts = [step, edit, command].filter((part) => part !== undefined);
    return `${index + 1} ${parts.join('   ')}`;
  });
}

function declaredBy(change: ImpossibleChange): string | undefined {
  if (change.kind === 'blocked') return undefined;
  if ('column' in change) return change.column.declaredBy;
  if ('field' in change) return change.field.declaredBy;
  return 'table' in change ? change.table.declaredBy : change.view.declaredBy;
}

/** The workaround for a change that has no statement; empty where there is none, or where it has one. */
export function stepsOf(change: Change): readonly Step[] {
  switch (change.kind) {
    case 'change-column-type':
      return throughColumn(change.table, change.column, `keep ${change.column.name} as ${formatCqlType(change.from)}`);
    case 'change-static':
      return throughColumn(
        change.table,
        change.column,
        `keep ${change.column.name} ${change.column.static ? 'regular' : 'static'}`,
      );
    case 'change-key':
    case 'change-clustering-order':
      return throughTable(change.table.name, change.table.declaredBy);
    default:
      return [];
  }
}

function throughColumn(table: string, column: ColumnModel, keep: string): readonly Step[] {
  const { name, type, declaredBy: place } = column;
  const property = place?.split('.').at(-1) ?? name;
  const added = `${property}New`;
  const edit = `@Column('${formatCqlType(type)}', { name: '${name}_new'${column.static ? ', static: true' : ''} }) ${added}`;
  return [
    { step: `${keep}, add a property`, edit },
    { step: 'generate the migration that adds it; write both; deploy', command: generate(`add ${name}_new`) },
    {
      step: 'generate the migration that copies the old values; deploy',
      command: copy(`${table}.${name}=${name}_new`, `copy ${name}`),
    },
    { step: `read ${added}; deploy` },
    { step: `remove ${property}`, command: generate(`drop ${name}`) },
  ];
}

function throughTable(table: string, entity: string | undefined): readonly Step[] {
  const added = `${table}_new`;
  return [
    {
      step: `keep ${entity ?? table} as it was, add an entity with the new key`,
      edit: `@Entity({ name: '${added}' })`,
    },
    { step: 'generate the migration that creates it; write both; deploy', command: generate(`create ${added}`) },
    {
      step: 'generate the migration that copies the rows; deploy',
      command: copy(`${table}=${added}`, `copy ${table}`),
    },
    { step: 'read the new table; deploy' },
    { step: `remove ${entity ?? table}`, command: generate(`drop ${table}`) },
  ];
}

const generate = (words: string) => `coodie migrate generate "${words}"`;
const copy = (what: string, words: string) => `coodie migrate generate --copy ${what} "${words}"`;
