import { NO_OBJECTS, withObjects } from '../model/schema-kinds.js';
import type { DdlStatement } from '../cql/classify-statement.js';
import type { SchemaModel } from '../model/schema-model.js';
import type { Effect } from './contradiction.js';
import { createIndex, dropIndex } from './index-effects.js';
import { isConditional, type ReplayStatement, type SchemaStatement } from './replay-statement.js';
import { alterTable, createTable, dropTable } from './table-effects.js';
import { alterType, createType, dropType } from './type-effects.js';
import { alterView, createView, dropView } from './view-effects.js';

/**
 * The schema of a keyspace after a statement, as a server would leave it; or why the statement does not fit. Statements
 * that change no table, type, index or view leave the schema as it is: data, roles, functions, triggers.
 */
export function applyStatement(schema: SchemaModel, statement: ReplayStatement): Effect<SchemaModel> {
  const { class: ddl } = statement;
  const change = ddl.kind === 'ddl' ? CHANGES[`${ddl.verb} ${ddl.object}`] : undefined;
  if (ddl.kind !== 'ddl' || !change) return schema;
  const name = ddl.name?.name;
  // Only an index may leave its name to the server.
  if (name === undefined && ddl.object !== 'index') return schema;
  // A statement may read its tokens when it is asked for them: a spread would leave them out.
  const { cql, tokens } = statement;
  return change(schema, { cql, tokens, class: ddl, name: name ?? '', isConditional: isConditional(tokens) });
}

type ChangeOf = (schema: SchemaModel, statement: SchemaStatement) => Effect<SchemaModel>;

const CHANGES: Readonly<Partial<Record<`${string} ${DdlStatement['object']}`, ChangeOf>>> = {
  'CREATE table': createTable,
  'ALTER table': alterTable,
  'DROP table': dropTable,
  'CREATE type': createType,
  'ALTER type': alterType,
  'DROP type': dropType,
  'CREATE index': createIndex,
  'DROP index': dropIndex,
  'CREATE materialized view': createView,
  'ALTER materialized view': alterView,
  'DROP materialized view': dropView,
  'DROP keyspace': (schema) => withObjects(schema, NO_OBJECTS),
};
