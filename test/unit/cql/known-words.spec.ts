import { splitScript } from '../../../lib/core/cql/split-script.js';

/** The beginnings of all statements, after the grammars of the servers (Parser.g of Cassandra, Cql.g of ScyllaDB). */
const GRAMMAR: Readonly<Record<string, readonly string[]>> = {
  'Cassandra 4.0': [
    'SELECT JSON a FROM t',
    'INSERT INTO t JSON \'{"a": 1}\' DEFAULT UNSET',
    'UPDATE t USING TTL 1 SET a = 1 WHERE p = 1',
    'DELETE FROM t WHERE p = 1',
    'BEGIN UNLOGGED BATCH INSERT INTO t (p) VALUES (1); APPLY BATCH',
    'BEGIN COUNTER BATCH UPDATE c SET v = v + 1 WHERE p = 1; APPLY BATCH',
    'USE shop',
    'TRUNCATE t',
    'TRUNCATE TABLE t',
    'TRUNCATE COLUMNFAMILY t',
    "CREATE KEYSPACE k WITH replication = {'class': 'SimpleStrategy'}",
    'CREATE SCHEMA k',
    'CREATE TABLE t (p int PRIMARY KEY)',
    'CREATE COLUMNFAMILY t (p int PRIMARY KEY)',
    'CREATE INDEX ON t (a)',
    "CREATE CUSTOM INDEX ON t (a) USING 'sai'",
    'CREATE USER u',
    'CREATE ROLE r',
    "CREATE TRIGGER g ON t USING 'x'",
    'CREATE TYPE y (a int)',
    'CREATE FUNCTION f () CALLED ON NULL INPUT RETURNS int LANGUAGE java AS $$ return 1; $$',
    'CREATE OR REPLACE AGGREGATE a (int) SFUNC f STYPE int',
    'CREATE MATERIALIZED VIEW v AS SELECT p FROM t WHERE p IS NOT NULL PRIMARY KEY (p)',
    ...['KEYSPACE k', 'SCHEMA k', 'TABLE t WITH comment = 1', 'COLUMNFAMILY t ADD a int', 'TYPE y ADD b int'].map(
      (it) => `ALTER ${it}`,
    ),
    ...["USER u WITH PASSWORD 'x'", "ROLE r WITH PASSWORD = 'x'", 'MATERIALIZED VIEW v WITH gc_grace_seconds = 1'].map(
      (it) => `ALTER ${it}`,
    ),
    ...['KEYSPACE k', 'SCHEMA k', 'TABLE t', 'COLUMNFAMILY t', 'INDEX i', 'USER u', 'ROLE r', 'TYPE y'].map(
      (it) => `DROP ${it}`,
    ),
    ...['TRIGGER g ON t', 'FUNCTION f', 'AGGREGATE a', 'MATERIALIZED VIEW v'].map((it) => `DROP ${it}`),
    'GRANT SELECT ON ALL KEYSPACES TO r',
    'REVOKE r FROM s',
    'LIST ALL PERMISSIONS',
    'LIST USERS',
    'LIST ROLES',
  ],
  'Cassandra 4.1': ['GRANT UNMASK ON KEYSPACE k TO r', 'ALTER TABLE IF EXISTS t ADD IF NOT EXISTS a int'],
  'Cassandra 5.0': [
    "ADD IDENTITY 'a' TO ROLE 'r'",
    "DROP IDENTITY 'a'",
    'ALTER TABLE t ALTER a MASKED WITH DEFAULT',
    'ALTER TABLE t ALTER a DROP MASKED',
  ],
  'Cassandra 6': [
    'LIST SUPERUSERS',
    'CREATE TABLE t LIKE u',
    'CREATE GENERATED ROLE',
    "COMMENT ON COLUMN t.a IS 'x'",
    "SECURITY LABEL ON TABLE t IS 'x'",
    'LET row = (SELECT a FROM t WHERE p = 1)',
    'BEGIN TRANSACTION LET row = (SELECT a FROM t WHERE p = 1); SELECT row.a; IF row.a = 1 THEN UPDATE t SET a = 2 WHERE p = 1; END IF COMMIT TRANSACTION',
  ],
  ScyllaDB: [
    'PRUNE MATERIALIZED VIEW v',
    'CREATE SERVICE LEVEL s',
    'CREATE SERVICE_LEVEL s',
    'ALTER SERVICE LEVEL s WITH shares = 1',
    'DROP SERVICE LEVEL s',
    'ATTACH SERVICE LEVEL s TO r',
    'DETACH SERVICE LEVEL FROM r',
    'LIST ALL SERVICE LEVELS',
    'LIST ATTACHED SERVICE LEVEL OF r',
    'LIST EFFECTIVE SERVICE LEVEL OF r',
    'SELECT a FROM t BYPASS CACHE USING TIMEOUT 5s',
  ],
};

describe.each(Object.entries(GRAMMAR))('the grammar of %s', (_, statements) => {
  it.each(statements)('has %s, which is one statement without a defect', (cql) => {
    expect(splitScript(`${cql};`).map(({ defect }) => defect)).toEqual([undefined]);
  });
});
