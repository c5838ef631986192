import { textMapOf } from '../catalog/read-value.js';
import { canonicalReplication, sameReplication } from '../model/replication.js';
import { classifyTokens, type DdlStatement } from './classify-statement.js';
import { aggregateShape, functionShape, indexShape, viewShape } from './derived-shape.js';
import type { CreatedShape, CreatingStatement } from './shape.js';
import { readMap, readOptions } from './statement-options.js';
import { addedColumnsShape, addedFieldsShape, tableShape, typeShape } from './table-shape.js';
import { significantTokens, isKeyword } from '../lexer/tokenize.js';

/** Returns the shape of what a statement makes, or `undefined` if it makes nothing that has one. */
export function createdShape(cql: string, keyspace: string): CreatedShape | undefined {
  const tokens = significantTokens(cql);
  const statement = classifyTokens(tokens);
  if (statement.kind !== 'ddl' || !statement.name) return undefined;
  const at = { keyspace: statement.name.keyspace ?? keyspace, name: statement.name.name };
  if (statement.verb === 'ALTER') return addedShape({ tokens, statement, at });
  return statement.verb === 'CREATE' ? MAKERS[statement.object]?.({ tokens, statement, at }) : undefined;
}

type Maker = (created: CreatingStatement) => CreatedShape;

const MAKERS: Readonly<Partial<Record<DdlStatement['object'], Maker>>> = {
  keyspace: keyspaceShape,
  table: tableShape,
  type: typeShape,
  index: indexShape,
  'materialized view': viewShape,
  function: functionShape,
  aggregate: aggregateShape,
  trigger: triggerShape,
};

function addedShape(created: CreatingStatement): CreatedShape | undefined {
  const { object, action } = created.statement;
  if (action !== 'add') return undefined;
  if (object === 'table') return addedColumnsShape(created);
  return object === 'type' ? addedFieldsShape(created) : undefined;
}

function keyspaceShape({ tokens, at }: CreatingStatement): CreatedShape {
  const options = readOptions(tokens);
  const lowered = (map: Readonly<Record<string, string>>) =>
    canonicalReplication(Object.fromEntries(Object.entries(map).map(([key, value]) => [key.toLowerCase(), value])));
  const declared = lowered(Object.fromEntries(readMap(options.get('replication') ?? [])));
  const isDurable = !isKeyword(options.get('durable_writes')?.[0], 'FALSE');
  return {
    queries: [{ table: 'keyspaces', where: { keyspace_name: at.name } }],
    isIn: ([row]) =>
      row &&
      sameReplication(lowered(textMapOf(row, 'replication')), declared) &&
      (row['durable_writes'] !== false) === isDurable,
  };
}

function triggerShape({ tokens, statement, at }: CreatingStatement): CreatedShape {
  const using = tokens[tokens.findIndex((token) => isKeyword(token, 'USING')) + 1]?.text.slice(1, -1);
  const where = { keyspace_name: statement.on?.keyspace ?? at.keyspace, table_name: statement.on?.name ?? '' };
  return {
    queries: [{ table: 'triggers', where: { ...where, trigger_name: at.name } }],
    isIn: ([row]) => row && textMapOf(row, 'options')['class'] === using,
  };
}
