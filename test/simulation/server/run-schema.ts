import { classifyStatement, type DdlStatement } from '../../../lib/core/cql/classify-statement.js';
import { skipCondition } from '../../../lib/core/cql/qualified-name.js';
import { isKeyword, isSignificant, tokenize } from '../../../lib/core/lexer/tokenize.js';
import { createIndex, dropIndex } from './change-index.js';
import { createKeyspace, dropKeyspace } from './change-keyspace.js';
import { alterTable, createTable, dropTable } from './change-table.js';
import { alterType, createType, dropType } from './change-type.js';
import type { SchemaWrite } from './schema-store.js';
import type { SchemaContext, Subject } from './schema-subject.js';
import { invalid, syntaxError } from './server-error.js';

/** Changes that a schema statement makes, by what one node knows; empty where there is nothing to do. */
export function runSchema(cql: string, context: SchemaContext): readonly SchemaWrite[] {
  const statement = classifyStatement(cql);
  if (statement.kind !== 'ddl') throw syntaxError(`cannot be simulated: ${cql}`);
  const run = RUNNERS[`${statement.verb} ${statement.object}`];
  if (!run) throw syntaxError(`cannot be simulated: ${cql}`);
  const tokens = tokenize(cql).filter(isSignificant);
  const guarded = tokens.some((token, index) => isKeyword(token, 'IF') && skipCondition(tokens, index) > index);
  const keyspace = keyspaceOf(statement, context.keyspace);
  if (statement.object !== 'keyspace' && !context.schema.row('keyspaces', keyspace)) {
    throw invalid(`Keyspace '${keyspace}' doesn't exist`);
  }
  return run({ ...context, keyspace, statement, tokens, name: statement.name?.name ?? '', guarded });
}

function keyspaceOf({ object, name, on }: DdlStatement, own: string): string {
  return (object === 'keyspace' ? name?.name : (name?.keyspace ?? on?.keyspace)) ?? own;
}

const RUNNERS: Readonly<Record<string, (subject: Subject) => readonly SchemaWrite[]>> = {
  'CREATE keyspace': createKeyspace,
  'DROP keyspace': dropKeyspace,
  'CREATE table': createTable,
  'ALTER table': alterTable,
  'DROP table': dropTable,
  'CREATE index': createIndex,
  'DROP index': dropIndex,
  'CREATE type': createType,
  'ALTER type': alterType,
  'DROP type': dropType,
};
