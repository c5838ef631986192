/** A name as statements are rendered here, with the keyspace or without. */
const NAME = String.raw`(?:"(?:[^"]|"")*"|\w+)(?:\.(?:"(?:[^"]|"")*"|\w+))?`;

const GUARDS: readonly (readonly [head: RegExp, guard: string])[] = [
  [/^CREATE (?:TABLE|TYPE|MATERIALIZED VIEW|INDEX|CUSTOM INDEX) /, 'IF NOT EXISTS '],
  [/^DROP (?:TABLE|TYPE|MATERIALIZED VIEW|INDEX) /, 'IF EXISTS '],
  [new RegExp(`^ALTER (?:TABLE|TYPE) ${NAME} ADD `), 'IF NOT EXISTS '],
  [new RegExp(`^ALTER TABLE ${NAME} DROP `), 'IF EXISTS '],
];

/**
 * A rendered statement that does nothing where it is done already: sync may have made a column before the migration runs.
 * Options can be set again without a guard; a rename gets none, as sync never renames.
 */
export function guarded(cql: string): string {
  const [head, guard] = GUARDS.find(([pattern]) => pattern.test(cql)) ?? [/^/, ''];
  return cql.replace(head, (start) => `${start}${guard}`);
}
