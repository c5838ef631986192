import { readAlteredItems } from '../../cql/altered-names.js';
import { readColumnDefinition, type ColumnDefinition } from '../../cql/column-definition.js';
import { identifierOf } from '../../cql/qualified-name.js';
import { whyNotAgain } from '../../diff/may-add-again.js';
import { formatCqlType, userTypesIn } from '../../model/cql-type.js';
import type { DroppedDefinition } from '../input/known-schema.js';
import type { Step } from '../input/replay.js';
import { inStatements, inUpgrades, when, type Rule } from '../input/rule.js';
import { ddlOf, keyIn, knownTable, nameOf } from '../input/step.js';

/** About columns that come and go. */
export const COLUMN_RULES: readonly Rule[] = [
  {
    code: 'C201',
    severity: 'error',
    title: 'A dropped column is added again as something else',
    why: 'Cassandra remembers dropped columns. It refuses to add one again with a type that cannot read the old values, as static instead of regular, or as a counter.',
    instead: 'Choose another name for the new column.',
    find: inUpgrades((step) => addedAgain(step).flatMap(([column, dropped]) => incompatibility(column, dropped))),
  },
  {
    code: 'C202',
    severity: 'warning',
    title: 'A dropped column is added again',
    why: 'Old values stay hidden only where they are older than the drop by the clock of the host that ran it: a client whose clock was ahead brings its values back.',
    instead: 'Choose another name for the new column.',
    find: inUpgrades((step) =>
      addedAgain(step)
        .filter(([column, dropped]) => incompatibility(column, dropped).length === 0)
        .map(([{ name }, { origin }]) => `${name} was dropped by ${origin}`),
    ),
  },
  {
    code: 'C203',
    severity: 'error',
    title: 'A drop of a column that cannot go',
    why: 'The server refuses to drop a column of the primary key, one that has an index, and any column of a table that has materialized views.',
    instead: 'Drop the index or the views first. A column of the key stays: create another table and copy.',
    find: inStatements((step) => droppedColumns(step).flatMap((column) => obstacles(step, column))),
  },
  {
    code: 'C204',
    severity: 'error',
    title: 'A change of a type',
    why: 'Cassandra since 3.10 changes the type of no column and of no field, not even to one that can read the values.',
    instead: 'Add a new column, copy, and drop the old one in a later migration.',
    find: inStatements(({ statement: { class: ddl, tokens } }) =>
      when(
        ddl.kind === 'ddl' && ddl.action === 'alter' && tokens.some(({ text }) => text.toUpperCase() === 'TYPE'),
        'changes a type',
      ),
    ),
  },
  {
    code: 'C205',
    severity: 'error',
    title: 'A rename of a column outside the key',
    why: 'Only columns of the primary key can be renamed.',
    instead: 'Add a new column, copy, and drop the old one in a later migration.',
    find: inStatements(renamedRegulars),
  },
  {
    code: 'C206',
    severity: 'info',
    title: 'Columns added one by one',
    why: 'Every change of the schema is agreed on by all hosts before the next is sent, and makes every client read the table anew.',
    instead: 'Add them in one statement: `ALTER TABLE t ADD (a int, b text)`.',
    find: inUpgrades(addsAfterAdd),
  },
];

function addedColumns(step: Step): readonly ColumnDefinition[] {
  if (ddlOf(step, 'ALTER', 'table')?.action !== 'add') return [];
  return readAlteredItems(step.statement.tokens, 'ADD').flatMap((item) => readColumnDefinition(item) ?? []);
}

function droppedColumns(step: Step): readonly string[] {
  if (ddlOf(step, 'ALTER', 'table')?.action !== 'drop') return [];
  return readAlteredItems(step.statement.tokens, 'DROP').flatMap(([token]) => identifierOf(token) ?? []);
}

function addedAgain(step: Step): readonly (readonly [ColumnDefinition, DroppedDefinition])[] {
  const table = knownTable(step, ddlOf(step, 'ALTER', 'table')?.name);
  return addedColumns(step).flatMap((column) => {
    const dropped = table?.dropped.get(column.name);
    return dropped && !table?.columns.has(column.name) ? [[column, dropped] as const] : [];
  });
}

/** If no migration tells the type of the dropped column, only the server knows it. */
function incompatibility(column: ColumnDefinition, { column: old, origin }: DroppedDefinition): readonly string[] {
  if (!old?.type || !column.type) return [];
  // A dropped user type is remembered as a tuple, which the type itself cannot read.
  const isUserType = userTypesIn(old.type).length > 0;
  const reason = isUserType
    ? `it was ${formatCqlType(old.type)}, a user type, when it was dropped`
    : whyNotAgain({ ...column, type: column.type }, { ...old, type: old.type });
  return reason === undefined ? [] : [`${column.name}: ${reason} by ${origin}`];
}

function obstacles(step: Step, column: string): readonly string[] {
  const name = ddlOf(step, 'ALTER', 'table')?.name;
  if (!name) return [];
  const key = keyIn(step, name);
  const table = step.before.tables.get(key);
  const { indexes, views } = step.before;
  const isKey = [...(table?.partitionKey ?? []), ...(table?.clusteringKey ?? [])].includes(column);
  const index = [...indexes].find(([, known]) => known.table === key && known.column === column);
  const view = [...views].find(([, { base }]) => base === key);
  const { origin } = step.migration;
  const named = ([found, by]: readonly [string, { readonly origin: string }]) =>
    by.origin === origin ? found : `${found} of ${by.origin}`;
  return [
    ...when(isKey, `${column} is part of the primary key of ${key}`),
    ...(index ? [`${column} has the index ${named(index)}`] : []),
    ...(view ? [`${key} has the materialized view ${named(view)}`] : []),
  ];
}

function renamedRegulars(step: Step): readonly string[] {
  const ddl = ddlOf(step, 'ALTER', 'table');
  const table = knownTable(step, ddl?.name);
  if (ddl?.action !== 'rename' || !table?.origin) return [];
  const { tokens } = step.statement;
  const from = tokens.flatMap(({ text }, index) =>
    text.toUpperCase() === 'TO' ? (identifierOf(tokens[index - 1]) ?? []) : [],
  );
  return from
    .filter((column) => ![...table.partitionKey, ...table.clusteringKey].includes(column))
    .map((column) => `${column} is no part of the primary key`);
}

function addsAfterAdd(step: Step): readonly string[] {
  const name = ddlOf(step, 'ALTER', 'table')?.name;
  if (!name || addedColumns(step).length === 0) return [];
  const last = step.previous?.class;
  const isSame =
    last?.kind === 'ddl' && last.action === 'add' && last.object === 'table' && nameOf(last.name) === nameOf(name);
  return when(isSame, `the statement before adds to ${nameOf(name)}, too`);
}
