import { type CqlType, flatten, isNative, userTypesIn } from '../../model/cql-type.js';
import { isPoisonousTypeName } from '../../model/identifier.js';
import {
  type ColumnModel,
  keyColumns,
  type SchemaModel,
  type TableModel,
  type ViewModel,
} from '../../model/schema-model.js';
import { serverName, type ServerProfile } from '../../options/server-profile.js';
import type { ApplicableChange } from '../change.js';
import { whyNotAgain } from '../may-add-again.js';
import type { Obstacle } from './obstacle.js';

type Of<Kind> = Extract<ApplicableChange, { readonly kind: Kind }>;

/** A column once dropped can come back only as a type that reads what it left behind; counters do not mix with values. */
export function columnObstacle({ table, columns }: Of<'add-columns'>, actual: SchemaModel): Obstacle | undefined {
  const existing = actual.tables.find(({ name }) => name === table);
  const dropped = existing?.droppedColumns ?? [];
  const mixed = existing && mixesCounters(existing, columns);
  if (mixed) return { obstacle: 'counters-mix', reason: mixed, advice: 'Make a table of its own for counters.' };
  const problems = columns.flatMap((column) => {
    const before = dropped.find(({ name }) => name === column.name);
    const why = before && whyNotAgain(column, before);
    return why === undefined ? [] : [`${column.name} cannot be added again: ${why}`];
  });
  if (problems.length === 0) return undefined;
  const advice = 'Give the column another name: @Column({ name }).';
  return { obstacle: 'dropped-column', reason: problems.join('; '), advice };
}

/** A table is one of counters from its creation, or it is not: one with nothing but a key is not. */
function mixesCounters(table: TableModel, added: readonly ColumnModel[]): string | undefined {
  const key = new Set(keyColumns(table));
  const values = table.columns.filter(({ name }) => !key.has(name));
  const isCounter = ({ type }: ColumnModel) => isNative(type, 'counter');
  if (values.some(isCounter) && !added.every(isCounter)) return 'the table is one of counters and takes nothing else';
  return values.every((column) => !isCounter(column)) && added.some(isCounter)
    ? 'the table is not one of counters and takes none'
    : undefined;
}

/** A field cannot be added to a type on which rows are placed: they could not be found again. */
export function fieldObstacle({ type }: Of<'add-field'>, actual: SchemaModel): Obstacle | undefined {
  const users = typesMadeOf(type, actual);
  const placed = [...actual.tables, ...actual.views].find((candidate) =>
    partitionTypes(candidate, actual)
      .flatMap(userTypesIn)
      .some((name) => users.has(name)),
  );
  if (!placed) return undefined;
  const advice = 'Make a new type and a new table, copy, and switch over: see docs/impossible-changes.md';
  return { obstacle: 'placed-type', reason: `${type} is in the partition key of ${placed.name}`, advice };
}

/** Quoted, any name is taken; but in its tables the server writes down which types a column is made of without quotes. */
export function nameObstacle(type: string): Obstacle | undefined {
  if (!isPoisonousTypeName(type)) return undefined;
  const advice = 'Give the type another name: @UserType({ name }).';
  return {
    obstacle: 'type-name',
    reason: `a node with a user type called ${type} may not be able to start again`,
    advice,
  };
}

export function vectorObstacle(
  typed: readonly { readonly type: CqlType }[],
  server: ServerProfile,
): Obstacle | undefined {
  const hasVector = typed.some(({ type }) => flatten(type).some(({ kind }) => kind === 'vector'));
  if (!hasVector || server.kind !== 'cassandra' || server.version.major >= 5) return undefined;
  const reason = `${serverName(server)} has no vectors`;
  return { obstacle: 'no-vectors', reason, advice: 'They come with Cassandra 5.0.' };
}

/** Types of the partition key of a table, or of a view, which has its columns from its base table. */
function partitionTypes(placed: TableModel | ViewModel, { tables }: SchemaModel): readonly CqlType[] {
  const base = 'baseTable' in placed ? tables.find(({ name }) => name === placed.baseTable) : placed;
  const columns = base?.columns ?? [];
  return columns.filter(({ name }) => placed.partitionKey.includes(name)).map(({ type }) => type);
}

/** A type and every type that holds it, at any depth. */
function typesMadeOf(type: string, { types }: SchemaModel): ReadonlySet<string> {
  const found = new Set([type]);
  const grow = () =>
    types.filter(
      ({ name, fields }) =>
        !found.has(name) && fields.some((field) => userTypesIn(field.type).some((used) => found.has(used))),
    );
  for (let more = grow(); more.length > 0; more = grow()) for (const { name } of more) found.add(name);
  return found;
}
