import { classifyStatement } from './classify-statement.js';
import { keyspacesIn } from './statement-keyspaces.js';

/** The effect of a statement outside some keyspaces, in words; `undefined` if it has none. */
export function foreignEffect(cql: string, allowed: ReadonlySet<string>): string | undefined {
  const statement = classifyStatement(cql);
  const effect = statement.kind === 'ddl' ? OBJECTS[statement.object] : KINDS[statement.kind];
  if (effect !== undefined) return effect;
  const isRead = statement.kind === 'read';
  const other = keyspacesIn(cql).find((name) => !allowed.has(name) && !(isRead && isOfServer(name)));
  return other === undefined ? undefined : `names the keyspace ${other}`;
}

const KINDS: Readonly<Record<string, string>> = {
  role: 'changes roles or permissions, which are of the whole cluster',
  use: 'changes the keyspace of the connection',
  unknown: 'is of an unknown kind',
};

const OBJECTS: Readonly<Record<string, string>> = {
  other: 'is of an unknown kind',
};

/** Whether a keyspace is of the server itself, and tells of the whole cluster: reading it harms nothing. */
export function isOfServer(keyspace: string): boolean {
  return /^system(?:_\w+)?$/.test(keyspace);
}
