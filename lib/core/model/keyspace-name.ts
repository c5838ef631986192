/** Cassandra takes no others, quoted or not. */
const KEYSPACE_NAME = /^\w{1,48}$/;

/** The reason why no keyspace can have a name, for the end of a sentence; `undefined` where one can. */
export function keyspaceNameProblem(name: string): string | undefined {
  if (KEYSPACE_NAME.test(name)) return undefined;
  return `the name of a keyspace has 1 to 48 letters, digits and _, not ${JSON.stringify(name)}`;
}
