import type { CqlType } from '../core/model/cql-type.js';
import { RELATION_OPERATORS, type BoundRelation, type RelationOperator } from '../core/query/render-query.js';
import type { RowValues } from '../core/query/row-problems.js';
import { conversionOf, type Convert } from './conversion.js';
import type { ModelColumn, ModelTable } from './model-table.js';
import { Contains, isOperator } from './operators.js';

export interface ParsedWhere {
  readonly relations: readonly BoundRelation[];
  readonly params: readonly unknown[];
}

interface Bound extends BoundRelation {
  readonly value: unknown;
}

/**
 * Reads a filter into relations and their values.
 * @throws InvalidModelCallError with everything that is wrong
 */
export function parseWhere(table: ModelTable, call: string, where: RowValues): ParsedWhere {
  const unset = Object.keys(where).filter((property) => where[property] === undefined || where[property] === null);
  table.check(call, [
    ...table.unknown(where),
    // Left out, it would match every row: nothing that a missing variable should do.
    ...unset.map((property) => `${property} is ${String(where[property])}: no row can be found by that`),
  ]);
  const bound = Object.entries(where).flatMap(([property, value]) => {
    const column = table.column(property);
    return column ? relationsOf(table, column, value) : [];
  });
  return { relations: bound.map(({ column, operator }) => ({ column, operator })), params: bound.map(valueOf) };
}

const valueOf = ({ value }: Bound) => value;

function relationsOf(table: ModelTable, column: ModelColumn, value: unknown): readonly Bound[] {
  const name = column.column;
  const convert: Convert = column.fromModel ?? ((same) => same);
  if (value instanceof Contains) return [containsRelation(table, column, value)];
  if (!isOperator(value)) return [{ column: name, operator: '=', value: convert(value) }];
  const { key, value: operand } = value;
  if (key === 'AND') return (operand as readonly unknown[]).flatMap((part) => relationsOf(table, column, part));
  if (key === 'IN') return [{ column: name, operator: 'IN', value: (operand as readonly unknown[]).map(convert) }];
  return [{ column: name, operator: relationOperator(key), value: convert(operand) }];
}

function relationOperator(key: string): RelationOperator {
  return RELATION_OPERATORS.find((operator) => operator === key) ?? '=';
}

function containsRelation(table: ModelTable, { column, type }: ModelColumn, { operator, value }: Contains): Bound {
  const part = contentOf(type, operator);
  const convert = part && conversionOf(part, table.userTypes, 'fromModel');
  return { column, operator, value: convert ? convert(value) : value };
}

function contentOf(type: CqlType, operator: Contains['operator']): CqlType | undefined {
  if (type.kind === 'list' || type.kind === 'set') return type.element;
  if (type.kind !== 'map') return undefined;
  return operator === 'CONTAINS' ? type.value : type.key;
}
