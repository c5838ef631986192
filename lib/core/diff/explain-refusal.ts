import { formatCqlType } from '../model/cql-type.js';
import type { Change, ImpossibleChange } from './change.js';
import { describeChange, formatKey, orderOf } from './describe-change.js';
import { isApplicable, riskOf } from './risk.js';

/** Why a change is not made: where, what stands against what, and what to do instead. */
export interface Refusal {
  readonly where: string;
  readonly difference: string;
  readonly advice: string;
}

export function explainRefusal(change: Change): Refusal {
  if (!isApplicable(change)) return explainImpossible(change);
  const [first] = describeChange(change);
  return {
    where: first?.group ?? change.kind,
    difference: `${first?.sign} ${first?.subject} ${first?.detail}`,
    advice:
      `The change is ${riskOf(change)}, and schema.allow does not permit it. ${ALLOWED_BY[change.kind] ?? ''}`.trim(),
  };
}

const ALLOWED_BY: Partial<Readonly<Record<Change['kind'], string>>> = {
  'create-index':
    "The table has data: the index is built while it serves. Allow it with schema.allow: 'costly', or create the index in a migration.",
  'replace-index':
    'An index cannot be altered: it is dropped and built anew, and queries that need it fail meanwhile. Allow it with schema.dropRemovedIndexes.',
};

const COPY = 'Create a new table, copy the data, switch over, then drop the old one: see docs/impossible-changes.md';

function explainImpossible(change: ImpossibleChange): Refusal {
  switch (change.kind) {
    case 'change-key':
      return {
        where: change.table.name,
        difference: `primary key ${formatKey(change.from)} in the database, ${formatKey(change.table)} in ${change.table.declaredBy ?? 'the code'}`,
        advice: `A key cannot be changed. ${COPY}`,
      };
    case 'change-clustering-order':
      return {
        where: change.table.name,
        difference: `clustering order ${orderOf(change.from)} in the database, ${orderOf(change.table.clusteringKey)} in ${change.table.declaredBy ?? 'the code'}`,
        advice: `The order of clustering cannot be changed. ${COPY}`,
      };
    case 'manage-table':
      return {
        where: change.table.name,
        difference: `the table has ${change.reasons.join(', ')}`,
        advice: `coodie does not manage such a table. Take ${change.table.declaredBy ?? 'it'} out of forFeature. ${COPY}`,
      };
    default:
      return explainColumn(change);
  }
}

type ColumnRefusal = Exclude<
  ImpossibleChange,
  { readonly kind: 'change-key' | 'change-clustering-order' | 'manage-table' }
>;

function explainColumn(change: ColumnRefusal): Refusal {
  switch (change.kind) {
    case 'change-column-type':
      return {
        where: `${change.table}.${change.column.name}`,
        difference: `${formatCqlType(change.from)} in the database, ${formatCqlType(change.column.type)} in ${change.column.declaredBy ?? 'the code'}`,
        advice: `Cassandra cannot change a column's type. Add a new column, copy, then drop the old one: coodie migrate generate "${change.column.name} as ${formatCqlType(change.column.type)}"`,
      };
    case 'change-static':
      return {
        where: `${change.table}.${change.column.name}`,
        difference: change.column.static
          ? `regular in the database, static in ${change.column.declaredBy ?? 'the code'}`
          : `static in the database, regular in ${change.column.declaredBy ?? 'the code'}`,
        advice: 'A column cannot become static or stop being so. Add a new column, copy, then drop the old one.',
      };
    case 'drop-field':
      return {
        where: `${change.type}.${change.field.name}`,
        difference: 'in the database, in no @UserType',
        advice: 'A field of a user type can never be dropped. Leave it, or make a new type.',
      };
    case 'change-field-type':
      return {
        where: `${change.type}.${change.field.name}`,
        difference: `${formatCqlType(change.from)} in the database, ${formatCqlType(change.field.type)} in ${change.field.declaredBy ?? 'the code'}`,
        advice: "A field's type cannot be changed. Add a field with another name, and fill it.",
      };
  }
}
