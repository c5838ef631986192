import { splitScript } from '../../../lib/core/cql/split-script.js';
import { formatCqlType } from '../../../lib/core/model/cql-type.js';
import type { SchemaModel } from '../../../lib/core/model/schema-model.js';
import { readReplayStatement } from '../../../lib/core/replay/replay-statement.js';
import { replayMigrations } from '../../../lib/core/replay/replay-migrations.js';

const TABLE = 'CREATE TABLE t (id int, at timestamp, name text, PRIMARY KEY (id, at));';

function replay(...scripts: readonly string[]) {
  const migrations = scripts.map((script, index) => ({
    origin: `file ${index + 1}`,
    statements: splitScript(script).map(({ cql }) => readReplayStatement(cql)),
  }));
  return replayMigrations(migrations, 'ks');
}

/** The schema in one line, as far as its tables go. */
function summary({ tables }: SchemaModel): readonly string[] {
  return tables.map(
    ({ name, columns, indexes, droppedColumns }) =>
      `${name}(${columns.map((column) => `${column.name} ${formatCqlType(column.type)}`).join(', ')})` +
      `${indexes.map((index) => ` index ${index.name}`).join('')}` +
      `${droppedColumns.map((column) => ` dropped ${column.name} ${formatCqlType(column.type)}`).join('')}`,
  );
}

describe('the replay of statements', () => {
  it.each<readonly [title: string, script: string, tables: readonly string[]]>([
    ['makes a table', TABLE, ['t(id int, at timestamp, name text)']],
    [
      'makes it once where that is conditional',
      `${TABLE} CREATE TABLE IF NOT EXISTS t (other int PRIMARY KEY)`,
      ['t(id int, at timestamp, name text)'],
    ],
    [
      'reads an inline key and types of a keyspace',
      'CREATE TABLE t (id int PRIMARY KEY, a list<frozen<ks.addr>>)',
      ['t(id int, a list<frozen<addr>>)'],
    ],
    ['drops it', `${TABLE} DROP TABLE t`, []],
    [
      'adds columns',
      `${TABLE} ALTER TABLE t ADD (a int, b map<text, int>); ALTER TABLE t ADD c int`,
      ['t(id int, at timestamp, name text, a int, b map<text, int>, c int)'],
    ],
    [
      'adds what is missing where that is conditional',
      `${TABLE} ALTER TABLE t ADD IF NOT EXISTS (name text, c int)`,
      ['t(id int, at timestamp, name text, c int)'],
    ],
    ['remembers what was dropped', `${TABLE} ALTER TABLE t DROP name`, ['t(id int, at timestamp) dropped name text']],
    [
      'remembers a user type as a tuple',
      `CREATE TYPE addr (street text, zip int); ${TABLE} ALTER TABLE t ADD a frozen<addr>; ALTER TABLE t DROP a`,
      ['t(id int, at timestamp, name text) dropped a frozen<tuple<text, int>>'],
    ],
    [
      'forgets a dropped column that is back',
      `${TABLE} ALTER TABLE t DROP name; ALTER TABLE t ADD name text`,
      ['t(id int, at timestamp, name text)'],
    ],
    [
      'renames key columns',
      `${TABLE} ALTER TABLE t RENAME at TO created_at`,
      ['t(id int, created_at timestamp, name text)'],
    ],
    [
      'names an index as the server does',
      `${TABLE} CREATE INDEX ON t (name)`,
      ['t(id int, at timestamp, name text) index t_name_idx'],
    ],
    [
      'finds a free name for an index',
      `${TABLE} CREATE INDEX t_name_idx ON t (at); CREATE INDEX ON t (name)`,
      ['t(id int, at timestamp, name text) index t_name_idx index t_name_idx_1'],
    ],
    ['drops an index', `${TABLE} CREATE INDEX i ON t (name); DROP INDEX ks.i`, ['t(id int, at timestamp, name text)']],
    ['reads comments and odd spelling', '/* a */ create /* b */ table "T" (-- c\n"Id" int primary key)', ['T(Id int)']],
    [
      'leaves data alone',
      `${TABLE} INSERT INTO t (id, at) VALUES (1, 2); TRUNCATE t; GRANT SELECT ON t TO x`,
      ['t(id int, at timestamp, name text)'],
    ],
  ])('%s', (_, script, tables) => {
    const { schemas, problems } = replay(script);
    expect(problems).toEqual([]);
    expect(summary(schemas.get('ks') as SchemaModel)).toEqual(tables);
  });

  it('keeps options, order and views as they are written', () => {
    const { schemas, problems } = replay(
      "CREATE TABLE t (id int, at timestamp, PRIMARY KEY (id, at)) WITH CLUSTERING ORDER BY (at DESC) AND comment = 'it''s' AND default_time_to_live = 60;" +
        'CREATE MATERIALIZED VIEW v AS SELECT id FROM t WHERE id IS NOT NULL AND at IS NOT NULL PRIMARY KEY (at, id);' +
        "ALTER TABLE t RENAME id TO key_id; ALTER TABLE t WITH compaction = {'class': 'LeveledCompactionStrategy'}",
    );
    expect(problems).toEqual([]);
    const schema = schemas.get('ks');
    expect(schema?.tables[0]).toMatchObject({
      clusteringKey: [{ column: 'at', order: 'desc' }],
      options: { comment: "it's", defaultTimeToLive: 60, compaction: { class: 'LeveledCompactionStrategy' } },
    });
    expect(schema?.views[0]).toMatchObject({
      partitionKey: ['at'],
      clusteringKey: [{ column: 'key_id', order: 'asc' }],
      columns: ['key_id', 'at'],
      where: ['at IS NOT NULL', 'key_id IS NOT NULL'],
    });
  });

  it('keeps keyspaces apart', () => {
    const { schemas } = replay('CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE other.t (id text PRIMARY KEY)');
    expect(summary(schemas.get('ks') as SchemaModel)).toEqual(['t(id int)']);
    expect(summary(schemas.get('other') as SchemaModel)).toEqual(['t(id text)']);
  });
});

describe('a contradiction', () => {
  it.each<readonly [title: string, first: string, second: string, problem: string, part: string | undefined]>([
    ['of a table made twice', TABLE, TABLE, 'exists', undefined],
    ['of a column added twice', `${TABLE} ALTER TABLE t ADD a int`, 'ALTER TABLE t ADD a int', 'exists', 'a'],
    ['of a column dropped twice', `${TABLE} ALTER TABLE t DROP name`, 'ALTER TABLE t DROP name', 'missing', 'name'],
    ['of a table that is gone', `${TABLE} DROP TABLE t`, 'ALTER TABLE t ADD a int', 'missing', undefined],
    [
      'of an index made twice',
      `${TABLE} CREATE INDEX i ON t (name)`,
      'CREATE INDEX i ON t (name)',
      'exists',
      undefined,
    ],
    ['of a type made twice', 'CREATE TYPE u (a int)', 'CREATE TYPE u (a int)', 'exists', undefined],
    [
      'of a field added twice',
      'CREATE TYPE u (a int); ALTER TYPE u ADD b int',
      'ALTER TYPE u ADD b int',
      'exists',
      'b',
    ],
    ['of a renamed column', `${TABLE} ALTER TABLE t RENAME at TO b`, 'ALTER TABLE t RENAME at TO c', 'missing', 'at'],
  ])('%s names both migrations', (...[, first, second, problem, part]) => {
    const { problems } = replay(first, second);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({
      origin: 'file 2',
      other: 'file 1',
      contradiction: { problem, subject: part ? { part } : {} },
    });
  });

  it.each([
    [
      'a column under an index',
      `${TABLE} CREATE INDEX i ON t (name)`,
      'ALTER TABLE t DROP name',
      { kind: 'index', name: 'i' },
    ],
    [
      'a table under a view',
      `${TABLE} CREATE MATERIALIZED VIEW v AS SELECT * FROM t WHERE id IS NOT NULL AND at IS NOT NULL PRIMARY KEY (at, id)`,
      'DROP TABLE t',
      { kind: 'materialized view', name: 'v' },
    ],
    [
      'a type of a column',
      'CREATE TYPE u (a int); CREATE TABLE t (id int PRIMARY KEY, u frozen<u>)',
      'DROP TYPE u',
      { kind: 'table', name: 't', part: 'u' },
    ],
  ])('says what uses %s', (_, first, second, by) => {
    expect(replay(first, second).problems).toMatchObject([
      { origin: 'file 2', other: 'file 1', contradiction: { problem: 'in-use', by } },
    ]);
  });

  it('names the migration that made the thing, not one that altered it, nor one before it was made again', () => {
    expect(replay(TABLE, 'ALTER TABLE t ADD a int', TABLE).problems).toMatchObject([
      { origin: 'file 3', other: 'file 1' },
    ]);
    expect(
      replay(TABLE, 'ALTER TABLE t ADD a int', 'DROP TABLE t', TABLE, 'ALTER TABLE t DROP a').problems,
    ).toMatchObject([{ origin: 'file 5', other: undefined }]);
  });

  it('of a table that no migration makes is one between the two that add the same column', () => {
    expect(replay('ALTER TABLE t ADD a int', 'ALTER TABLE t ADD (b int, a int)').problems).toMatchObject([
      { origin: 'file 1', other: undefined },
      { origin: 'file 2', other: 'file 1', contradiction: { problem: 'exists', subject: { part: 'a' } } },
    ]);
    expect(
      replay('ALTER TABLE t ADD a int', 'ALTER TABLE t DROP a', 'ALTER TABLE t ADD a int').problems.map(
        ({ other }) => other,
      ),
    ).toEqual([undefined, undefined, undefined]);
  });

  it('of a table that no migration makes is one between the two that drop the same column', () => {
    expect(replay('ALTER TABLE t DROP a', 'ALTER TABLE t DROP (b, a)').problems).toMatchObject([
      { origin: 'file 1', other: undefined },
      { origin: 'file 2', other: 'file 1', contradiction: { problem: 'missing', subject: { part: 'a' } } },
    ]);
  });

  it('of a table that no migration makes is none where another tool may have made it anew', () => {
    const { problems } = replay('ALTER TABLE t ADD a int', 'DROP TABLE t', 'ALTER TABLE t ADD a int', 'DROP TABLE t');
    expect(problems.map(({ other }) => other)).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('of something that no migration made names no other one', () => {
    expect(replay('ALTER TABLE t ADD a int').problems).toMatchObject([
      { other: undefined, contradiction: { problem: 'missing' } },
    ]);
  });
});

describe('what is known of a table that no migration makes', () => {
  const known = (...scripts: readonly string[]) => replay(...scripts).known('ks');

  it('are the columns that statements add, drop, rename and index', () => {
    const { tables, views } = known(
      'ALTER TABLE t ADD (a int, b text); ALTER TABLE t DROP c; CREATE INDEX d_idx ON t (d); ALTER TABLE t RENAME e TO f',
      'CREATE MATERIALIZED VIEW v AS SELECT * FROM u WHERE p IS NOT NULL PRIMARY KEY (p)',
    );
    expect(tables).toMatchObject([
      {
        name: 't',
        columns: [{ name: 'a' }, { name: 'b' }, { name: 'd' }, { name: 'f' }],
        partitionKey: ['f'],
        droppedColumns: [{ name: 'c' }],
        indexes: [{ name: 'd_idx', column: 'd' }],
      },
      { name: 'u' },
    ]);
    expect(views).toMatchObject([{ name: 'v', baseTable: 'u' }]);
  });

  it('is replaced by what a migration makes, and is no part of the schemas', () => {
    const chain = replay('ALTER TABLE t ADD a int', TABLE);
    expect(chain.known('ks').tables).toEqual(chain.schemas.get('ks')?.tables);
    expect(replay('ALTER TABLE t ADD a int').schemas.get('ks')).toBeUndefined();
  });

  it('goes with its keyspace', () => {
    const chain = replay(`${TABLE}; DROP KEYSPACE ks`);
    expect([chain.known('ks').tables, chain.originOf('ks', { kind: 'table', name: 't' })]).toEqual([[], undefined]);
  });
});

describe('a fork of a replay', () => {
  it('goes on from there and leaves the first one as it was', () => {
    const chain = replay(TABLE, 'ALTER TABLE t ADD a int');
    const fork = chain.fork();
    const run = (cql: string) => fork.run('down', readReplayStatement(cql));
    expect([run('ALTER TABLE t DROP a'), run('ALTER TABLE t ADD b int')]).toEqual([undefined, undefined]);
    const column = (name: string) => ({ kind: 'table', name: 't', part: name }) as const;
    expect([fork.originOf('ks', column('a')), fork.originOf('ks', column('b'))]).toEqual(['down', 'down']);
    expect([chain.originOf('ks', column('a')), chain.originOf('ks', column('b'))]).toEqual(['file 2', undefined]);
    expect(chain.known('ks').tables[0]?.columns.map(({ name }) => name)).toContain('a');
  });
});

describe('names that every object has', () => {
  it.each(['constructor', 'valueOf', 'toString', '"__proto__"'])('are names like others: %s', (name) => {
    const { schemas, problems } = replay(
      `CREATE TYPE ${name} (${name} int); CREATE TABLE ${name} (${name} frozen<${name}> PRIMARY KEY, a int) WITH comment = 'x';` +
        `CREATE INDEX ON ${name} (a); ALTER TABLE ${name} ADD b map<text, frozen<${name}>>`,
    );
    expect(problems).toEqual([]);
    expect(schemas.get('ks')?.tables[0]).toMatchObject({ options: { comment: 'x' }, indexes: [{ column: 'a' }] });
  });
});
