/** Ten statements of ten kinds, and ten that undo them. */
export const UPGRADE = [
  'CREATE TYPE address (street text)',
  'CREATE TABLE people (id int PRIMARY KEY, name text)',
  'ALTER TABLE people ADD age int',
  'ALTER TABLE people ADD home frozen<address>',
  "ALTER TABLE people WITH comment = 'all of them'",
  'CREATE INDEX people_age_idx ON people (age)',
  'ALTER TYPE address ADD zip int',
  'CREATE TABLE visits (id int, at int, PRIMARY KEY (id, at))',
  "INSERT INTO people (id, name) VALUES (1, 'Ann')",
  'ALTER TABLE visits RENAME at TO moment',
] as const;

export const DOWNGRADE = [
  'ALTER TABLE visits RENAME moment TO at',
  'DELETE FROM people WHERE id = 1',
  'DROP TABLE visits',
  'ALTER TYPE address RENAME zip TO postcode',
  'DROP INDEX people_age_idx',
  "ALTER TABLE people WITH comment = ''",
  'ALTER TABLE people DROP home',
  'ALTER TABLE people DROP age',
  'DROP TABLE people',
  'DROP TYPE address',
] as const;

export const NAME = '20260101_001_people';
export const SCRIPT = ['-- upgrade', ...UPGRADE.map(withEnd), '-- downgrade', ...DOWNGRADE.map(withEnd)].join('\n');

/** What may be sent twice: the second time changes nothing. */
export const isHarmless = (cql: string): boolean => /^(INSERT|DELETE)|WITH comment/.test(cql);

function withEnd(cql: string): string {
  return `${cql};`;
}

/** How often each statement is there. */
export function countOf(statements: readonly string[]): Readonly<Record<string, number>> {
  return statements.reduce<Record<string, number>>((counts, cql) => ({ ...counts, [cql]: (counts[cql] ?? 0) + 1 }), {});
}
