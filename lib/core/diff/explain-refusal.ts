import { formatCqlType, type CqlType } from '../model/cql-type.js';
import type { BlockedChange, Change, ImpossibleChange } from './change.js';
import { describeChange } from './describe-change.js';
import { describeImpossible, formatKey, formatOrder } from './describe-impossible.js';
import type { Difference } from './difference.js';
import { detailOf, subjectOf } from './present-difference.js';
import { isApplicable, riskOf } from './risk.js';

/** Why a change is not made: where, what stands against what, and what to do instead. */
export interface Refusal {
  readonly where: string;
  readonly difference: string;
  readonly advice: string;
}

export function explainRefusal(change: Change): Refusal {
  if (change.kind === 'blocked') return explainBlocked(change);
  if (!isApplicable(change)) return explainImpossible(change);
  const [first] = describeChange(change);
  const advice = `The change is ${riskOf(change)}, and schema.allow does not permit it.`;
  return {
    where: first?.object.name ?? change.kind,
    difference: first ? inWords(first) : change.kind,
    advice: [advice, ...(ALLOWED_BY[change.kind] ?? [])].join(' '),
  };
}

const ALLOWED_BY: Partial<Readonly<Record<Change['kind'], readonly string[]>>> = {
  'create-index': [
    'The table has data: the index is built while it serves.',
    "Allow it with schema.allow: 'costly', or create the index in a migration.",
  ],
  'replace-index': [
    'An index cannot be altered: it is dropped and built again, and queries that need it fail meanwhile.',
    'Allow it with schema.dropRemovedIndexes.',
  ],
};

const COPY = 'Create a new table, copy the data, switch over, then drop the old one: see docs/impossible-changes.md';

const REBUILD =
  'Only options of a view can be altered: drop it and create it again in a migration. It is then built from all rows.';

function explainBlocked({ change, reason, advice }: BlockedChange): Refusal {
  const [first] = describeChange(change);
  return {
    where: first?.object.name ?? change.kind,
    difference: `${first ? inWords(first) : change.kind}: ${reason}`,
    advice,
  };
}

function inWords(difference: Difference): string {
  return `${difference.sign} ${subjectOf(difference)} ${detailOf(difference)}`;
}

function explainImpossible(change: Exclude<ImpossibleChange, BlockedChange>): Refusal {
  switch (change.kind) {
    case 'change-key': {
      const difference = sides(`primary key ${formatKey(change.from)}`, formatKey(change.table), change.table);
      return { where: change.table.name, difference, advice: `A key cannot be changed. ${COPY}` };
    }
    case 'change-clustering-order': {
      const [from, to] = [change.from, change.table.clusteringKey].map(formatOrder);
      const difference = sides(`clustering order ${from}`, `${to}`, change.table);
      return { where: change.table.name, difference, advice: `The order of clustering cannot be changed. ${COPY}` };
    }
    case 'manage-table': {
      const advice = `coodie does not manage such a table. Take ${change.table.declaredBy ?? 'it'} out of forFeature. ${COPY}`;
      return { where: change.table.name, difference: `the table has ${change.reasons.join(', ')}`, advice };
    }
    case 'change-view':
      return { where: change.view.name, difference: detailOf(describeImpossible(change)), advice: REBUILD };
    case 'change-column-type':
    case 'change-static':
      return explainColumn(change);
    case 'change-field-type':
    case 'drop-field':
      return explainField(change);
  }
}

type Impossible<Kind> = Extract<ImpossibleChange, { readonly kind: Kind }>;

function explainColumn(change: Impossible<'change-column-type' | 'change-static'>): Refusal {
  const { table, column } = change;
  const where = `${table}.${column.name}`;
  if (change.kind === 'change-static') {
    const [from, to] = column.static ? ['regular', 'static'] : ['static', 'regular'];
    const advice = 'A column cannot become static or stop being so. Add a new column, copy, then drop the old one.';
    return { where, difference: sides(`${from}`, `${to}`, column), advice };
  }
  const advice = "Cassandra cannot change a column's type. Add a new column, copy, then drop the old one.";
  return { where, difference: typeSides(change.from, column), advice };
}

function explainField(change: Impossible<'change-field-type' | 'drop-field'>): Refusal {
  const where = `${change.type}.${change.field.name}`;
  if (change.kind === 'drop-field') {
    const advice = 'A field of a user type can never be dropped. Leave it, or make a new type.';
    return { where, difference: 'in the database, in no @UserType', advice };
  }
  const advice = "A field's type cannot be changed. Add a field with another name, and fill it.";
  return { where, difference: typeSides(change.from, change.field), advice };
}

interface Declared {
  readonly declaredBy?: string | undefined;
}

function typeSides(from: CqlType, declared: Declared & { readonly type: CqlType }): string {
  return sides(formatCqlType(from), formatCqlType(declared.type), declared);
}

function sides(database: string, code: string, { declaredBy }: Declared): string {
  return `${database} in the database, ${code} in ${declaredBy ?? 'the code'}`;
}
