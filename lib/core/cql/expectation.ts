import { readColumnNames, readRenames } from './altered-names.js';
import { classifyTokens, type DdlStatement, type SchemaObject, type StatementClass } from './classify-statement.js';
import { readFunctionSignature } from './function-signature.js';
import { isRepeatableRead } from './is-repeatable-write.js';
import type { QualifiedName } from './qualified-name.js';
import type { Statement } from './statement.js';
import { significantTokens, isKeyword, type Token } from '../lexer/tokenize.js';

/** Names that exist after a statement, and names that do not. */
export interface NamesAfter {
  readonly kind: 'names';
  readonly place: Place;
  readonly present: readonly string[];
  readonly absent: readonly string[];
}

/** Effect of a statement that can be read back. */
export type AfterStatement =
  | NamesAfter
  /** Sending it a second time does no harm, so nothing need be known. */
  | { readonly kind: 'repeatable' }
  | { readonly kind: 'unreadable' };

/** The names of one kind in a keyspace, or those of one owner: its columns, fields or triggers. */
export interface Place {
  readonly of: Exclude<SchemaObject, 'other'> | 'column' | 'field';
  readonly keyspace: string;
  /** The table or type that has the columns or fields, or the table that has the trigger. */
  readonly owner?: string | undefined;
}

/** How to find out, once its answer was lost, whether a statement took effect. `keyspace` is what bare names mean. */
export function afterStatement(cql: string, keyspace: string): AfterStatement {
  return afterTokens(significantTokens(cql), keyspace);
}

/** The same for a statement that is classified already. */
export function afterRead(statement: Statement, keyspace: string): AfterStatement {
  return afterTokens(significantTokens(statement.cql), keyspace, statement.class);
}

function afterTokens(tokens: readonly Token[], keyspace: string, statement = classifyTokens(tokens)): AfterStatement {
  if (isRepeatable(tokens, statement)) return { kind: 'repeatable' };
  return namesIn(tokens, statement, keyspace) ?? { kind: 'unreadable' };
}

/** The names that a statement makes and removes, whether or not it may be sent twice. */
export function namesAfter(cql: string, keyspace: string): NamesAfter | undefined {
  const tokens = significantTokens(cql);
  return namesIn(tokens, classifyTokens(tokens), keyspace);
}

/** The same for a statement that is classified already. */
export function namesAfterRead({ cql, class: statement }: Statement, keyspace: string): NamesAfter | undefined {
  return namesIn(significantTokens(cql), statement, keyspace);
}

function namesIn(tokens: readonly Token[], statement: StatementClass, keyspace: string): NamesAfter | undefined {
  if (statement.kind !== 'ddl' || !statement.name || statement.object === 'other') return undefined;
  const own = statement.name.keyspace ?? keyspace;
  if (statement.verb === 'ALTER') return afterAlter(tokens, statement, { keyspace: own, owner: statement.name.name });
  const place = placeOf(statement, statement.object, own);
  const names = [nameIn(tokens, statement, statement.name)];
  return statement.verb === 'CREATE'
    ? { kind: 'names', place, present: names, absent: [] }
    : { kind: 'names', place, present: [], absent: names };
}

/** The name of a trigger is one of its table's, all others are the keyspace's. */
function placeOf({ on }: DdlStatement, object: Exclude<SchemaObject, 'other'>, keyspace: string): Place {
  if (object === 'keyspace') return { of: object, keyspace: '' };
  if (object === 'trigger' && on) return { of: object, keyspace: on.keyspace ?? keyspace, owner: on.name };
  return { of: object, keyspace };
}

/** Functions may share a name: the types of their arguments tell them apart. */
function nameIn(tokens: readonly Token[], { object }: DdlStatement, { name }: QualifiedName): string {
  const isFunction = object === 'function' || object === 'aggregate';
  return (isFunction ? readFunctionSignature(tokens, name) : undefined) ?? name;
}

/** `different`: something of that name is there, and it is not what the statement makes. */
export type Outcome = 'done' | 'not done' | 'different' | 'unknown';

/** Outcome of a statement by the names that exist: all of it took effect, nothing did, or neither. */
export function outcomeOf({ present, absent }: NamesAfter, found: ReadonlySet<string>): Exclude<Outcome, 'different'> {
  const isDone = present.every((name) => found.has(name)) && !absent.some((name) => found.has(name));
  if (isDone) return 'done';
  const isUntouched = !present.some((name) => found.has(name)) && absent.every((name) => found.has(name));
  return isUntouched ? 'not done' : 'unknown';
}

/** Options are set, not changed; IF [NOT] EXISTS and OR REPLACE take care of themselves; rights are given, not added. */
function isRepeatable(tokens: readonly Token[], statement: StatementClass): boolean {
  if (statement.kind === 'write' || statement.kind === 'batch') return isRepeatableRead(tokens);
  if (statement.kind === 'role') return statement.verb === 'GRANT' || statement.verb === 'REVOKE';
  if (statement.kind !== 'ddl') return false;
  const guarded = tokens.some(
    (token, index) => isKeyword(token, 'IF') && tokens.slice(index).some((next) => isKeyword(next, 'EXISTS')),
  );
  return guarded || isKeyword(tokens[1], 'OR') || statement.action === 'with' || isAlterKeyspace(statement);
}

const isAlterKeyspace = ({ verb, object }: DdlStatement) => verb === 'ALTER' && object === 'keyspace';

function afterAlter(tokens: readonly Token[], statement: DdlStatement, at: Omit<Place, 'of'>): NamesAfter | undefined {
  const of = statement.object === 'table' ? 'column' : statement.object === 'type' ? 'field' : undefined;
  if (!of) return undefined;
  const place: Place = { of, ...at };
  switch (statement.action) {
    case 'add':
      return { kind: 'names', place, present: readColumnNames(tokens, 'ADD'), absent: [] };
    case 'drop':
      return { kind: 'names', place, present: [], absent: readColumnNames(tokens, 'DROP') };
    case 'rename':
      return { kind: 'names', place, ...readRenames(tokens) };
    default:
      return undefined;
  }
}
