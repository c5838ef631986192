import { readAlteredItems } from '../../cql/altered-names.js';
import { identifierOf } from '../../cql/qualified-name.js';
import { type CqlType, userTypesIn } from '../../model/cql-type.js';
import type { LintMigration, LintStatement } from '../input/lint-migration.js';
import type { Step } from '../input/replay.js';
import { inMigrations, inStatements, when, type Rule } from '../input/rule.js';
import { ddlOf, knownSchema, labelOf } from '../input/step.js';

/** About the way down. */
export const DOWNGRADE_RULES: readonly Rule[] = [
  {
    code: 'C105',
    severity: 'warning',
    title: 'A downgrade that leaves objects behind',
    why: 'An object that upgrade creates and downgrade does not drop still exists when upgrade runs again. The statement then fails or, with IF NOT EXISTS, does nothing.',
    instead: 'Drop in downgrade what upgrade creates, in reverse order.',
    find: inMigrations(leftovers),
  },
  {
    code: 'C106',
    severity: 'error',
    title: 'A drop of an object that is still in use',
    why: 'The server refuses to drop a table with materialized views, and a type that a table or another type uses.',
    instead: 'Drop in the reverse order of creation: views before their tables, tables before their types.',
    find: inStatements((step) => [...tableInUse(step), ...typeInUse(step)]),
  },
];

function leftovers({ upgrade, downgrade, hasDowngrade }: LintMigration) {
  if (!hasDowngrade) return [];
  const undone = new Set(downgrade.flatMap((statement) => made(statement, 'DROP')));
  const dropped = new Set(upgrade.flatMap((statement) => made(statement, 'DROP')));
  return upgrade.flatMap((statement) => {
    const left = made(statement, 'CREATE').filter((thing) => !undone.has(thing) && !dropped.has(thing));
    const isCovered = ownerOf(statement).some((owner) => undone.has(owner));
    const message = `downgrade does not drop ${left.join(', ')}`;
    return left.length > 0 && !isCovered ? [{ statement, direction: 'upgrade', message } as const] : [];
  });
}

/** `table products`, `column products.price`: what a statement makes, or takes away. */
function made({ class: ddl, tokens }: LintStatement, verb: 'CREATE' | 'DROP'): readonly string[] {
  if (ddl.kind !== 'ddl' || !ddl.name || ddl.object === 'other') return [];
  if (ddl.verb === verb) return [`${ddl.object} ${ddl.name.name}`];
  const action = verb === 'CREATE' ? 'add' : 'drop';
  if (ddl.verb !== 'ALTER' || ddl.object !== 'table' || ddl.action !== action) return [];
  const { name } = ddl.name;
  const items = readAlteredItems(tokens, verb === 'CREATE' ? 'ADD' : 'DROP');
  return items.flatMap(([token]) => `column ${name}.${identifierOf(token) ?? ''}`);
}

/** Objects whose drop removes this one as well: an index goes with its table, and so does a column. */
function ownerOf({ class: ddl }: LintStatement): readonly string[] {
  if (ddl.kind !== 'ddl') return [];
  const owner = ddl.on ?? (ddl.verb === 'ALTER' ? ddl.name : undefined);
  return owner ? [`table ${owner.name}`] : [];
}

function tableInUse(step: Step): readonly string[] {
  const drop = ddlOf(step, 'DROP', 'table');
  if (!drop?.name) return [];
  const { name } = drop.name;
  const views = knownSchema(step, drop.name).views.filter(({ baseTable }) => baseTable === name);
  const names = views.map((view) => view.name).join(', ');
  return when(views.length > 0, `${labelOf(step, drop.name)} still has ${names}, a materialized view`);
}

function typeInUse(step: Step): readonly string[] {
  const drop = ddlOf(step, 'DROP', 'type');
  if (!drop?.name) return [];
  const { name } = drop.name;
  const { tables, types } = knownSchema(step, drop.name);
  const isUser = ({ type }: { readonly type: CqlType }) => userTypesIn(type).includes(name);
  const users = [
    ...tables.filter(({ columns }) => columns.some(isUser)),
    ...types.filter(({ fields }) => fields.some(isUser)),
  ];
  const names = users.map((user) => user.name).join(', ');
  return when(users.length > 0, `${labelOf(step, drop.name)} is still used by ${names}`);
}
