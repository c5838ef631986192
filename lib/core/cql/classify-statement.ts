import { isKeyword, keywordOf, significantTokens, type Token } from '../lexer/tokenize.js';
import { type QualifiedName, readName, skipCondition } from './qualified-name.js';

export type SchemaObject =
  | 'keyspace'
  | 'table'
  | 'type'
  | 'index'
  | 'materialized view'
  | 'function'
  | 'aggregate'
  | 'trigger'
  /** Kind that coodie does not know, such as a newer server's or another product's. */
  | 'other';

export type AlterAction = 'add' | 'drop' | 'drop-compact-storage' | 'rename' | 'alter' | 'with';

interface Classified {
  /** The first keyword, in upper case; empty if the statement starts with none. */
  readonly verb: string;
  /** Loss, for messages ("drops a table and its data"); absent if nothing is lost. */
  readonly destroys?: string | undefined;
}

/** Changes the schema: every host must agree on it before the next statement. */
export interface DdlStatement extends Classified {
  readonly kind: 'ddl';
  readonly object: SchemaObject;
  /** Absent for an index that the server names. */
  readonly name?: QualifiedName | undefined;
  /** The table of an index or trigger, where the statement says it. */
  readonly on?: QualifiedName | undefined;
  /** Action of an ALTER. */
  readonly action?: AlterAction | undefined;
}

export interface TruncateStatement extends Classified {
  readonly kind: 'truncate';
  readonly name?: QualifiedName | undefined;
  readonly destroys: string;
}

export interface UseStatement extends Classified {
  readonly kind: 'use';
  readonly name?: QualifiedName | undefined;
}

/** `role` is whatever concerns roles, users and permissions; `batch` is a transaction as well. */
export interface OtherStatement extends Classified {
  readonly kind: 'read' | 'write' | 'batch' | 'role' | 'unknown';
}

export type StatementClass = DdlStatement | TruncateStatement | UseStatement | OtherStatement;

/** Reads only the first words: a statement that the server would refuse is classified by what it begins as. */
export function classifyStatement(cql: string): StatementClass {
  return classifyTokens(significantTokens(cql));
}

/** The same for a caller that has the significant tokens. */
export function classifyTokens(tokens: readonly Token[]): StatementClass {
  const verb = keywordOf(tokens[0]);
  switch (verb) {
    case 'CREATE':
    case 'ALTER':
    case 'DROP':
      return classifySchemaChange(verb, tokens);
    case 'COMMENT':
    case 'SECURITY':
      return { kind: 'ddl', verb, object: 'other' };
    case 'TRUNCATE': {
      const { name } = readName(tokens, OBJECTS[keywordOf(tokens[1])] ? 2 : 1);
      return { kind: 'truncate', verb, name, destroys: 'removes every row of a table' };
    }
    case 'USE':
      return { kind: 'use', verb, name: readName(tokens, 1).name };
    case 'BEGIN':
      return { kind: 'batch', verb, ...destructionIn(tokens) };
    default:
      return { kind: KINDS[verb] ?? 'unknown', verb };
  }
}

/** No server takes these in a batch. If one ever does, they destroy there, too; both words are reserved, so no name. */
function destructionIn(tokens: readonly Token[]): Pick<OtherStatement, 'destroys'> {
  const destroys = tokens.some((token) => isKeyword(token, 'DROP') || isKeyword(token, 'TRUNCATE'));
  return destroys ? { destroys: 'drops or truncates something in a batch' } : {};
}

const KINDS: Readonly<Record<string, OtherStatement['kind']>> = {
  SELECT: 'read',
  DESCRIBE: 'read',
  DESC: 'read',
  LIST: 'read',
  INSERT: 'write',
  UPDATE: 'write',
  DELETE: 'write',
  GRANT: 'role',
  REVOKE: 'role',
  ADD: 'role',
};

interface ObjectWord {
  readonly object: SchemaObject | 'role';
  readonly dropped: string;
}

const TABLE: ObjectWord = { object: 'table', dropped: 'drops a table and its data' };
const KEYSPACE: ObjectWord = { object: 'keyspace', dropped: 'drops a keyspace and all its data' };
const UNKNOWN: ObjectWord = { object: 'other', dropped: 'drops a schema object' };

const OBJECTS: Readonly<Record<string, ObjectWord>> = {
  TABLE,
  COLUMNFAMILY: TABLE,
  KEYSPACE,
  SCHEMA: KEYSPACE,
  TYPE: { object: 'type', dropped: 'drops a type' },
  INDEX: { object: 'index', dropped: 'drops an index' },
  MATERIALIZED: { object: 'materialized view', dropped: 'drops a materialized view' },
  FUNCTION: { object: 'function', dropped: 'drops a function' },
  AGGREGATE: { object: 'aggregate', dropped: 'drops an aggregate' },
  TRIGGER: { object: 'trigger', dropped: 'drops a trigger' },
  ROLE: { object: 'role', dropped: 'drops a role' },
  USER: { object: 'role', dropped: 'drops a user' },
  IDENTITY: { object: 'role', dropped: 'drops an identity' },
};

const MODIFIERS: ReadonlySet<string> = new Set(['OR', 'REPLACE', 'CUSTOM', 'GENERATED']);

function classifySchemaChange(verb: 'CREATE' | 'ALTER' | 'DROP', tokens: readonly Token[]): StatementClass {
  const at = tokens.findIndex((token, index) => index > 0 && !MODIFIERS.has(keywordOf(token)));
  const { object, dropped } = OBJECTS[keywordOf(tokens[at])] ?? UNKNOWN;
  const destroys = verb === 'DROP' ? dropped : undefined;
  if (object === 'role') return { kind: 'role', verb, destroys };
  if (object === 'other') return { kind: 'ddl', verb, object, destroys };
  const { name, next } = readName(tokens, skipCondition(tokens, object === 'materialized view' ? at + 2 : at + 1));
  if (verb === 'ALTER') return { kind: 'ddl', verb, object, name, ...alteration(object, tokens.slice(next)) };
  const on = isKeyword(tokens[next], 'ON') ? readName(tokens, next + 1).name : undefined;
  return { kind: 'ddl', verb, object, name, on, destroys };
}

const ACTIONS: Readonly<Record<string, AlterAction>> = {
  ADD: 'add',
  DROP: 'drop',
  RENAME: 'rename',
  ALTER: 'alter',
  WITH: 'with',
};

/** `afterName` are the tokens that follow the name of what is altered. */
function alteration(object: SchemaObject, afterName: readonly Token[]): Pick<DdlStatement, 'action' | 'destroys'> {
  const [verb, first, second] = afterName;
  const action = ACTIONS[keywordOf(verb)];
  if (action !== 'drop') return { action };
  if (isKeyword(first, 'COMPACT') && isKeyword(second, 'STORAGE'))
    return { action: 'drop-compact-storage', destroys: 'drops compact storage, which cannot be undone' };
  return { action, destroys: object === 'table' ? 'drops a column and its data' : 'drops a part of a schema object' };
}

/** `data`: reads or writes rows. `costly`: the servers go through all rows of a table for it. */
export type StatementRisk = 'safe' | 'costly' | 'destructive' | 'data';

/** Risk of a statement of a migration, by its first words. */
export function riskOfStatement(cql: string): StatementRisk {
  return riskOf(classifyStatement(cql));
}

/** The same for a statement that is classified already. */
export function riskOf(statement: StatementClass): StatementRisk {
  if (statement.destroys !== undefined) return 'destructive';
  if (statement.kind === 'read' || statement.kind === 'write' || statement.kind === 'batch') return 'data';
  if (statement.kind !== 'ddl') return 'safe';
  const { verb, object } = statement;
  return verb === 'CREATE' && (object === 'index' || object === 'materialized view') ? 'costly' : 'safe';
}
