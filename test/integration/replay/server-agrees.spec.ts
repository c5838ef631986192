import { splitScript } from '../../../lib/core/cql/split-script.js';
import { formatCqlType } from '../../../lib/core/model/cql-type.js';
import {
  isManageable,
  type SchemaModel,
  type TableModel,
  type ViewModel,
} from '../../../lib/core/model/schema-model.js';
import { changedOptions } from '../../../lib/core/options/changed-options.js';
import { applyStatement } from '../../../lib/core/replay/apply-statement.js';
import { isContradiction } from '../../../lib/core/replay/contradiction.js';
import { readReplayStatement } from '../../../lib/core/replay/replay-statement.js';
import { CassandraSession } from '../../../lib/session/driver/cassandra-session.js';
import { introspect } from '../../../lib/session/introspect.js';
import { useKeyspace } from '../../support/cassandra.js';
import { adapt, describeProjects } from '../../support/real-projects.js';

const nothing = (keyspace: string): SchemaModel => ({ keyspace, types: [], tables: [], views: [] });

/** The schema after some statements; fails where one contradicts those before it. */
function replay(keyspace: string, statements: readonly string[]): SchemaModel {
  return statements.reduce((schema, cql) => {
    const effect = applyStatement(schema, readReplayStatement(cql));
    if (isContradiction(effect)) throw new Error(`${JSON.stringify(effect)}: ${cql}`);
    return effect;
  }, nothing(keyspace));
}

const byName = (a: { readonly name: string }, b: { readonly name: string }) => (a.name < b.name ? -1 : 1);

/** Everything that a statement can say of a schema, in one order. */
function described({ types, tables, views }: SchemaModel): unknown {
  return {
    types: types
      .toSorted(byName)
      .map(({ name, fields }) => [name, fields.map((field) => `${field.name} ${formatCqlType(field.type)}`)]),
    tables: tables.filter(isManageable).toSorted(byName).map(describedTable),
    unmanaged: tables
      .filter((table) => !isManageable(table))
      .map(({ name }) => name)
      .sort(),
    views: views.toSorted(byName).map(describedView),
  };
}

function describedTable({ name, columns, partitionKey, clusteringKey, indexes, droppedColumns }: TableModel): unknown {
  const described = (column: TableModel['columns'][number]) =>
    `${column.name} ${formatCqlType(column.type)}${column.static ? ' static' : ''}`;
  return {
    name,
    columns: columns.toSorted(byName).map(described),
    dropped: droppedColumns.toSorted(byName).map(described),
    partitionKey,
    clusteringKey,
    indexes: indexes.toSorted(byName),
  };
}

function describedView({ name, baseTable, columns, partitionKey, clusteringKey, where }: ViewModel): unknown {
  return {
    name,
    baseTable,
    columns: columns === 'all' ? columns : columns.toSorted(),
    partitionKey,
    clusteringKey,
    where,
  };
}

function differentOptions(actual: SchemaModel, replayed: SchemaModel): unknown {
  return [...replayed.tables, ...replayed.views].flatMap((one) => {
    const stored = [...actual.tables, ...actual.views].find(({ name }) => name === one.name);
    const changed = changedOptions(stored?.options ?? {}, one.options);
    return Object.keys(changed).length > 0 ? [[one.name, changed, stored?.options]] : [];
  });
}

interface Both {
  readonly actual: SchemaModel;
  readonly replayed: SchemaModel;
}

async function runAndReplay(keyspace: ReturnType<typeof useKeyspace>, statements: readonly string[]): Promise<Both> {
  for (const cql of statements) await keyspace.client.execute(cql);
  const actual = await introspect(new CassandraSession(keyspace.client, keyspace.name));
  return { actual, replayed: replay(keyspace.name, statements) };
}

describe('the replay of indexes without a name', () => {
  const keyspace = useKeyspace('replay');

  it('is what the server stores: IF NOT EXISTS compares what is indexed', async () => {
    const { actual, replayed } = await runAndReplay(keyspace, [
      'CREATE TABLE t (id int PRIMARY KEY, v int, w int, m map<text, text>)',
      'CREATE INDEX t_w_idx ON t (v)',
      'CREATE INDEX IF NOT EXISTS ON t (v)',
      'CREATE INDEX ON t (w)',
      'CREATE INDEX IF NOT EXISTS ON t (w)',
      'CREATE INDEX IF NOT EXISTS ON t (keys(m))',
      'CREATE INDEX IF NOT EXISTS ON t (values(m))',
      'CREATE INDEX IF NOT EXISTS ON t (keys(m))',
    ]);
    expect(described(replayed)).toEqual(described(actual));
  });
});

describeProjects('the replay of $name', ({ files }) => {
  const keyspace = useKeyspace('replay');

  it('is what the server stores', async () => {
    const statements = files.flatMap((file) => splitScript(adapt(file, keyspace.name).text).map(({ cql }) => cql));
    const { actual, replayed } = await runAndReplay(keyspace, statements);
    expect(described(replayed)).toEqual(described(actual));
    expect(differentOptions(actual, replayed)).toEqual([]);
  });
});
