import { readAlteredItems, readColumnNames, readRenames } from '../../cql/altered-names.js';
import { readColumnDefinition, type ColumnDefinition } from '../../cql/column-definition.js';
import { whyNotAgain } from '../../diff/may-add-again.js';
import { type DroppedColumn, keyColumns } from '../../model/schema-model.js';
import type { Subject } from '../../replay/contradiction.js';
import { UNKNOWN_TYPE } from '../../replay/presume.js';
import type { Step } from '../input/replay.js';
import { inStatements, inUpgrades, when, type Rule } from '../input/rule.js';
import { ddlOf, isMade, knownSchema, knownTable, labelOf, nameOf, originOf } from '../input/step.js';

/** About columns that come and go. */
export const COLUMN_RULES: readonly Rule[] = [
  {
    code: 'C201',
    severity: 'error',
    title: 'A dropped column that is added again with another type',
    why: 'Cassandra remembers dropped columns. It refuses to add one again if the new type cannot read the old values, if it was regular and becomes static or the reverse, or if it was a counter.',
    instead: 'Choose another name for the new column.',
    find: inUpgrades((step) => addedAgain(step).flatMap(incompatibility)),
  },
  {
    code: 'C202',
    severity: 'warning',
    title: 'A dropped column that is added again',
    why: 'Old values stay hidden only if their timestamps are older than the drop by the clock of the host that ran it. Values that were written by a client whose clock was ahead come back.',
    instead: 'Choose another name for the new column.',
    find: inUpgrades((step) =>
      addedAgain(step)
        .filter((again) => incompatibility(again).length === 0)
        .map(({ column, origin }) => `${column.name} was dropped by ${origin}`),
    ),
  },
  {
    code: 'C203',
    severity: 'error',
    title: 'A drop of a column that cannot be dropped',
    why: 'The server refuses to drop a column of the primary key, a column with an index, and any column of a table with materialized views.',
    instead: 'Drop the index or the views first. To remove a key column, create another table and copy the rows.',
    find: inStatements((step) => droppedColumns(step).flatMap((column) => obstacles(step, column))),
  },
  {
    code: 'C204',
    severity: 'error',
    title: 'A change of a type',
    why: 'Since version 3.10, Cassandra cannot change the type of a column or of a field, not even to a type that can read the stored values.',
    instead: 'Add a new column, copy the values, and drop the old column in a later migration.',
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
    instead: 'Add a new column, copy the values, and drop the old column in a later migration.',
    find: inStatements(renamedRegulars),
  },
  {
    code: 'C206',
    severity: 'info',
    title: 'Columns added one by one',
    why: 'All hosts must agree on each schema change before the next one is sent, and every client reads the table definition again.',
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
  return readColumnNames(step.statement.tokens, 'DROP');
}

interface AddedAgain {
  readonly column: ColumnDefinition;
  readonly dropped: DroppedColumn;
  /** The migration that dropped it. */
  readonly origin: string;
}

function addedAgain(step: Step): readonly AddedAgain[] {
  const name = ddlOf(step, 'ALTER', 'table')?.name;
  const table = knownTable(step, name);
  if (!name || !table) return [];
  return addedColumns(step).flatMap((column) => {
    const dropped = table.droppedColumns.find((candidate) => candidate.name === column.name);
    const origin = originOf(step, name, { kind: 'table', part: column.name });
    return dropped && origin !== undefined ? [{ column, dropped, origin }] : [];
  });
}

/** If no migration tells the type of the dropped column, only the server knows it. */
function incompatibility({ column, dropped, origin }: AddedAgain): readonly string[] {
  if (dropped.type === UNKNOWN_TYPE || !column.type) return [];
  const reason = whyNotAgain({ ...column, type: column.type }, dropped);
  return reason === undefined ? [] : [`${column.name}: ${reason} by ${origin}`];
}

function obstacles(step: Step, column: string): readonly string[] {
  const name = ddlOf(step, 'ALTER', 'table')?.name;
  if (!name) return [];
  const label = labelOf(step, name);
  const table = knownTable(step, name);
  const index = table?.indexes.find((candidate) => candidate.column === column);
  const view = knownSchema(step, name).views.find(({ baseTable }) => baseTable === name.name);
  const named = (kind: Subject['kind'], found: string) => {
    const own = { ...name, name: found };
    const origin = originOf(step, own, { kind });
    const ofOther = origin === undefined || origin === step.migration.origin ? '' : ` of ${origin}`;
    return `${labelOf(step, own)}${ofOther}`;
  };
  return [
    ...when(
      table !== undefined && keyColumns(table).includes(column),
      `${column} is part of the primary key of ${label}`,
    ),
    ...(index ? [`${column} has the index ${named('index', index.name)}`] : []),
    ...(view ? [`${label} has the materialized view ${named('materialized view', view.name)}`] : []),
  ];
}

function renamedRegulars(step: Step): readonly string[] {
  const ddl = ddlOf(step, 'ALTER', 'table');
  const table = knownTable(step, ddl?.name);
  if (ddl?.action !== 'rename' || !table || !isMade(step, ddl.name)) return [];
  return readRenames(step.statement.tokens)
    .absent.filter((column) => !keyColumns(table).includes(column))
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
