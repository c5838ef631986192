export interface Kind {
  readonly before?: readonly string[];
  /** Every one has `lost` in it. */
  readonly statement: string;
  readonly undo: readonly string[];
  /** Sent again without asking, as a second time changes nothing. */
  readonly repeatable?: boolean;
}

const BODY = 'CALLED ON NULL INPUT RETURNS int LANGUAGE java AS $$ return 1; $$';
const STATE =
  'CREATE FUNCTION step (state int, value int) CALLED ON NULL INPUT RETURNS int LANGUAGE java AS $$ return 1; $$';
const VIEW = 'AS SELECT * FROM base WHERE a IS NOT NULL AND id IS NOT NULL PRIMARY KEY (a, id)';

/** What the schema shows, or what may be sent twice. */
export const SETTLED: Readonly<Record<string, Kind>> = {
  'CREATE TABLE': { statement: 'CREATE TABLE lost (id int PRIMARY KEY)', undo: ['DROP TABLE lost'] },
  'DROP TABLE': { before: ['CREATE TABLE lost (id int PRIMARY KEY)'], statement: 'DROP TABLE lost', undo: [] },
  'CREATE TABLE IF NOT EXISTS': {
    statement: 'CREATE TABLE IF NOT EXISTS lost (id int PRIMARY KEY)',
    undo: ['DROP TABLE lost'],
    repeatable: true,
  },
  'CREATE TYPE': { statement: 'CREATE TYPE lost (a int)', undo: ['DROP TYPE lost'] },
  'DROP TYPE': { before: ['CREATE TYPE lost (a int)'], statement: 'DROP TYPE lost', undo: [] },
  'ALTER TYPE ADD': {
    before: ['CREATE TYPE t (a int)'],
    statement: 'ALTER TYPE t ADD lost int',
    undo: ['DROP TYPE t'],
  },
  'ALTER TYPE RENAME': {
    before: ['CREATE TYPE t (a int)'],
    statement: 'ALTER TYPE t RENAME a TO lost',
    undo: ['DROP TYPE t'],
  },
  'CREATE INDEX': { statement: 'CREATE INDEX lost ON base (a)', undo: ['DROP INDEX lost'] },
  'DROP INDEX': { before: ['CREATE INDEX lost ON base (a)'], statement: 'DROP INDEX lost', undo: [] },
  'CREATE MATERIALIZED VIEW': {
    statement: `CREATE MATERIALIZED VIEW lost ${VIEW}`,
    undo: ['DROP MATERIALIZED VIEW lost'],
  },
  'ALTER MATERIALIZED VIEW WITH': {
    before: [`CREATE MATERIALIZED VIEW v ${VIEW}`],
    statement: "ALTER MATERIALIZED VIEW v WITH comment = 'lost'",
    undo: ['DROP MATERIALIZED VIEW v'],
    repeatable: true,
  },
  'DROP MATERIALIZED VIEW': {
    before: [`CREATE MATERIALIZED VIEW lost ${VIEW}`],
    statement: 'DROP MATERIALIZED VIEW lost',
    undo: [],
  },
  'CREATE FUNCTION beside another of its name': {
    before: [`CREATE FUNCTION lost (a text) ${BODY}`],
    statement: `CREATE FUNCTION lost (a int, b list<int>) ${BODY}`,
    undo: ['DROP FUNCTION lost (int, list<int>)', 'DROP FUNCTION lost (text)'],
  },
  'DROP FUNCTION beside another of its name': {
    before: [`CREATE FUNCTION lost (a text) ${BODY}`, `CREATE FUNCTION lost (a int) ${BODY}`],
    statement: 'DROP FUNCTION lost (int)',
    undo: ['DROP FUNCTION lost (text)'],
  },
  'CREATE AGGREGATE': {
    before: [STATE],
    statement: 'CREATE AGGREGATE lost (int) SFUNC step STYPE int INITCOND 0',
    undo: ['DROP AGGREGATE lost', 'DROP FUNCTION step'],
  },
  'DROP AGGREGATE': {
    before: [STATE, 'CREATE AGGREGATE lost (int) SFUNC step STYPE int INITCOND 0'],
    statement: 'DROP AGGREGATE lost',
    undo: ['DROP FUNCTION step'],
  },
  'ALTER TABLE ADD': { statement: 'ALTER TABLE base ADD lost int', undo: ['ALTER TABLE base DROP lost'] },
  'ALTER TABLE ADD of several columns': {
    statement: 'ALTER TABLE base ADD (lost int, "Lost" text)',
    undo: ['ALTER TABLE base DROP (lost, "Lost")'],
  },
  'ALTER TABLE DROP': { before: ['ALTER TABLE base ADD lost int'], statement: 'ALTER TABLE base DROP lost', undo: [] },
  'ALTER TABLE RENAME': {
    statement: 'ALTER TABLE base RENAME id TO lost',
    undo: ['ALTER TABLE base RENAME lost TO id'],
  },
  'ALTER TABLE WITH': {
    statement: "ALTER TABLE base WITH comment = 'lost'",
    undo: ["ALTER TABLE base WITH comment = ''"],
    repeatable: true,
  },
  'CREATE KEYSPACE': {
    statement: "CREATE KEYSPACE lost_keyspace WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}",
    undo: ['DROP KEYSPACE lost_keyspace'],
  },
};

/** What nobody can read back: it is for people to look. */
export const UNSETTLED: Readonly<Record<string, string>> = {
  TRUNCATE: 'TRUNCATE lost',
  'CREATE INDEX without a name': 'CREATE INDEX ON lost (a)',
};
