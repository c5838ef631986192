/** First words of the statements of some server: Cassandra, ScyllaDB, DataStax Enterprise, Amazon Keyspaces, YugabyteDB. */
export const KNOWN_VERBS: readonly string[] = [
  'SELECT',
  'INSERT',
  'UPDATE',
  'DELETE',
  'BEGIN',
  'CREATE',
  'ALTER',
  'DROP',
  'TRUNCATE',
  'USE',
  'GRANT',
  'REVOKE',
  'LIST',
  'ADD',
  'COMMENT',
  'SECURITY',
  'DESCRIBE',
  'DESC',
  'PRUNE',
  'ATTACH',
  'DETACH',
  'RESTRICT',
  'UNRESTRICT',
  'COMMIT',
  'RELOAD',
  'REBUILD',
  'RESTORE',
  'START',
  'EXPLAIN',
  'LET',
];

/** Words that may follow CREATE, ALTER or DROP. */
export const KNOWN_OBJECTS: readonly string[] = [
  'TABLE',
  'COLUMNFAMILY',
  'KEYSPACE',
  'SCHEMA',
  'TYPE',
  'INDEX',
  'CUSTOM',
  'MATERIALIZED',
  'FUNCTION',
  'AGGREGATE',
  'TRIGGER',
  'ROLE',
  'USER',
  'IDENTITY',
  'OR',
  'GENERATED',
  'SEARCH',
  'SERVICE',
  'SERVICE_LEVEL',
];

const REMOVE = 'Remove it: it only means something to cqlsh.';
const LOOK = 'Remove it: a script shows nothing. Run it in cqlsh.';

const CQLSH: ReadonlyMap<string, string> = new Map([
  ['CONSISTENCY', 'Remove it; the consistency of a run is set outside of the script.'],
  ['SERIAL', 'Remove it; the consistency of a run is set outside of the script.'],
  ['SOURCE', 'Write the statements of that file into this one, or make it a migration of its own.'],
  ['COPY', 'Load the rows in a migration in code, with context.batch or context.execute.'],
  ['DESCRIBE', LOOK],
  ['DESC', LOOK],
  ['SHOW', LOOK],
  ['HELP', LOOK],
  ['HISTORY', LOOK],
  ['?', LOOK],
  ['PAGING', REMOVE],
  ['TRACING', REMOVE],
  ['EXPAND', REMOVE],
  ['ELAPSED', REMOVE],
  ['LOGIN', 'Remove it; the run signs in as the user that it is given.'],
  ['CAPTURE', REMOVE],
  ['DEBUG', REMOVE],
  ['UNICODE', REMOVE],
  ['CLEAR', REMOVE],
  ['CLS', REMOVE],
  ['EXIT', REMOVE],
  ['QUIT', REMOVE],
]);

export function isCqlshCommand(word: string): boolean {
  return CQLSH.has(word);
}

/** Tells what to do with a command of cqlsh in a script. */
export function adviceOfCqlsh(word: string): string {
  return CQLSH.get(word) ?? REMOVE;
}
