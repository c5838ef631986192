import { splitScript } from '../../../lib/core/cql/split-script.js';
import { readStatement } from '../../../lib/core/cql/statement.js';

const defectsIn = (script: string) =>
  splitScript(script).flatMap(({ defect, defectAt }) =>
    defect ? [`${defectAt?.line}:${defectAt?.column} ${defect.kind} ${defect.problem}`] : [],
  );

describe('a statement that no server would run', () => {
  it.each([
    ['CONSISTENCY QUORUM;', '1:1 cqlsh CONSISTENCY is a command of cqlsh'],
    ['consistency quorum\nCREATE TABLE t (p int PRIMARY KEY);', '1:1 cqlsh CONSISTENCY'],
    ["SELECT a FROM t;\n  SOURCE 'more.cql';", '2:3 cqlsh SOURCE'],
    ["COPY t (a, b) FROM 't.csv' WITH HEADER = true;", '1:1 cqlsh COPY'],
    ['DESCRIBE TABLES;', '1:1 cqlsh DESCRIBE'],
    ['desc t', '1:1 cqlsh DESC'],
    ['SERIAL CONSISTENCY SERIAL;', '1:1 cqlsh SERIAL'],
    ...['PAGING OFF', 'TRACING ON', 'EXPAND ON', 'LOGIN u', "CAPTURE 'f'", 'SHOW VERSION', 'HELP', 'EXIT', 'QUIT'].map(
      (command) => [`${command};`, `1:1 cqlsh ${command.split(' ')[0]}`],
    ),
    ['CREAT TABLE t (p int PRIMARY KEY);', '1:1 unknown-word no statement begins with CREAT'],
    ['FROBNICATE t;', '1:1 unknown-word'],
    ['"CREATE" TABLE t (p int);', '1:1 unknown-word'],
    ['CREATE TABEL t (p int PRIMARY KEY);', '1:8 unknown-word there is nothing called TABEL to CREATE'],
    ['(SELECT a FROM t);', '1:1 unknown-word'],
    ['CREATE TABLE t (p int PRIMARY KEY;', '1:16 bracket the ( is never closed'],
    ['CREATE TABLE t (p int PRIMARY KEY));', '1:35 bracket the ) closes nothing'],
    ['INSERT INTO t (p, m) VALUES (1, {1: 2);', '1:38 bracket the { is closed with )'],
    ['CREATE TABLE t (p int PRIMARY KEY)\nCREATE TABLE u (p int PRIMARY KEY);', '2:1 missing-end CREATE begins'],
    ['USE shop\nCREATE TABLE t (p int PRIMARY KEY);', '2:1 missing-end'],
    ['USE shop, other;', '1:9 missing-end USE takes the name of one keyspace'],
    ['USE;', '1:1 missing-end USE takes'],
  ])('%s', (script, expected) => {
    expect(defectsIn(script)).toEqual([expect.stringContaining(expected)]);
  });

  it.each([
    "INSERT INTO t (p, v) VALUES (1, 'CREATE (');",
    'BEGIN BATCH INSERT INTO t (p) VALUES (1); INSERT INTO t (p) VALUES (2); APPLY BATCH;',
    'BEGIN TRANSACTION SELECT a FROM t; INSERT INTO t (p) VALUES (1); COMMIT TRANSACTION;',
    'GRANT CREATE ON ALL KEYSPACES TO r;',
    'SELECT source, copy, paging FROM shop.login;',
    'CREATE TABLE source (copy int PRIMARY KEY, describe_it text);',
    'CREATE FUNCTION f (a int) CALLED ON NULL INPUT RETURNS int LANGUAGE java AS $$ if (a > 1) { return 1; $$;',
    'USE shop;',
    'USE "Shop"',
    'LIST ROLES;',
    'PRUNE MATERIALIZED VIEW v;',
    "CREATE SERVICE LEVEL s WITH timeout = 5s AND workload_type = 'batch';",
    'CREATE SEARCH INDEX ON t;',
    "ADD IDENTITY 'a' TO ROLE 'r';",
    "COMMENT ON TABLE t IS 'about t';",
    'CREATE OR REPLACE FUNCTION f () CALLED ON NULL INPUT RETURNS int LANGUAGE java AS $$ return 1; $$;',
    'ALTER TABLE t ALTER c TYPE text;',
    'SELECT a FROM t WHERE p > 1 AND p < 3 AND q IN (1, 2);',
  ])('is none of these: %s', (script) => {
    expect(defectsIn(script)).toEqual([]);
  });

  it('is told of the text of code, too', () => {
    expect(readStatement("SELECT a FROM t WHERE v = 'open").defect).toMatchObject({ kind: 'open', offset: 26 });
  });
});
