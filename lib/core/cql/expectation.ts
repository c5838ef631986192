import { readColumnNames, readRenames } from './altered-names.js';
import { classifyStatement, type DdlStatement, type SchemaObject, type StatementClass } from './classify-statement.js';
import { readFunctionSignature } from './function-signature.js';
import { isRepeatableWrite } from './is-repeatable-write.js';
import type { QualifiedName } from './qualified-name.js';
import { isKeyword, isSignificant, tokenize } from './tokenize.js';

/** What a statement leaves behind that can be read back. */
export type AfterStatement =
  /** Names that are there afterwards, and names that are not. */
  | {
      readonly kind: 'names';
      readonly place: Place;
      readonly present: readonly string[];
      readonly absent: readonly string[];
    }
  /** Sending it a second time does no harm, so nothing need be known. */
  | { readonly kind: 'repeatable' }
  | { readonly kind: 'unreadable' };

/** Where names are to be looked up: those of one kind in a keyspace, or the columns or fields of one owner. */
export interface Place {
  readonly of: Exclude<SchemaObject, 'other'> | 'column' | 'field';
  readonly keyspace: string;
  /** The table or type that has the columns or fields. */
  readonly owner?: string | undefined;
}

/** How to find out, once its answer was lost, whether a statement took effect. `keyspace` is what bare names mean. */
export function afterStatement(cql: string, keyspace: string): AfterStatement {
  const statement = classifyStatement(cql);
  if (isRepeatable(cql, statement)) return { kind: 'repeatable' };
  if (statement.kind !== 'ddl' || !statement.name || statement.object === 'other') return { kind: 'unreadable' };
  if (statement.verb === 'ALTER') return afterAlter(cql, statement, statement.name, keyspace);
  const place = {
    of: statement.object,
    keyspace: statement.object === 'keyspace' ? '' : (statement.name.keyspace ?? keyspace),
  };
  const names = [nameIn(cql, statement, statement.name)];
  return statement.verb === 'CREATE'
    ? { kind: 'names', place, present: names, absent: [] }
    : { kind: 'names', place, present: [], absent: names };
}

/** Functions may share a name: the types of their arguments tell them apart. */
function nameIn(cql: string, { object }: DdlStatement, { name }: QualifiedName): string {
  const isFunction = object === 'function' || object === 'aggregate';
  return (isFunction ? readFunctionSignature(cql, name) : undefined) ?? name;
}

export type Outcome = 'done' | 'not done' | 'unknown';

/** What the names that are there say about a statement: all of it took effect, nothing did, or neither. */
export function outcomeOf(
  { present, absent }: Extract<AfterStatement, { readonly kind: 'names' }>,
  found: ReadonlySet<string>,
): Outcome {
  const isDone = present.every((name) => found.has(name)) && !absent.some((name) => found.has(name));
  if (isDone) return 'done';
  const isUntouched = !present.some((name) => found.has(name)) && absent.every((name) => found.has(name));
  return isUntouched ? 'not done' : 'unknown';
}

/** Options are set, not changed; IF [NOT] EXISTS and OR REPLACE take care of themselves; rights are given, not added. */
function isRepeatable(cql: string, statement: StatementClass): boolean {
  const tokens = tokenize(cql).filter(isSignificant);
  if (statement.kind === 'write' || statement.kind === 'batch') return isRepeatableWrite(cql);
  if (statement.kind === 'role') return statement.verb === 'GRANT' || statement.verb === 'REVOKE';
  if (statement.kind !== 'ddl') return false;
  const guarded = tokens.some(
    (token, index) => isKeyword(token, 'IF') && tokens.slice(index).some((next) => isKeyword(next, 'EXISTS')),
  );
  return guarded || isKeyword(tokens[1], 'OR') || statement.action === 'with' || isAlterKeyspace(statement);
}

const isAlterKeyspace = ({ verb, object }: DdlStatement) => verb === 'ALTER' && object === 'keyspace';

function afterAlter(cql: string, statement: DdlStatement, name: QualifiedName, keyspace: string): AfterStatement {
  const of = statement.object === 'table' ? 'column' : statement.object === 'type' ? 'field' : undefined;
  if (!of) return { kind: 'unreadable' };
  const place: Place = { of, keyspace: name.keyspace ?? keyspace, owner: name.name };
  switch (statement.action) {
    case 'add':
      return { kind: 'names', place, present: readColumnNames(cql, 'ADD'), absent: [] };
    case 'drop':
      return { kind: 'names', place, present: [], absent: readColumnNames(cql, 'DROP') };
    case 'rename':
      return { kind: 'names', place, ...readRenames(cql) };
    default:
      return { kind: 'unreadable' };
  }
}
