import { diffSchema } from '../../../lib/core/diff/diff-schema.js';
import { formatCqlType, freeze, type CqlType } from '../../../lib/core/model/cql-type.js';
import { parseCqlType } from '../../../lib/core/model/parse-cql-type.js';
import { describeChanges, LiveSchema, useSchemaClient, type Parts } from '../../support/live-schema.js';
import { column, table, userType } from '../../support/models.js';
import { disagreement, problemOf } from './judge.js';
import { TYPES, USER_TYPES } from './types.js';

const INT = parseCqlType('int');

type Role = (name: string, type: CqlType) => Parts;

const ROLES: Readonly<Record<string, Role>> = {
  'a partition key': (name, type) => ({ tables: [{ ...table(name), columns: [column('id', type)] }] }),
  'part of a partition key': (name, type) => ({
    tables: [table(name, { columns: { c: type }, partitionKey: ['id', 'c'] })],
  }),
  'a clustering key': (name, type) => ({ tables: [table(name, { columns: { c: type }, clustering: { c: 'desc' } })] }),
  'a column': inColumn,
  'a static column': (name, type) => ({ tables: [table(name, { clustering: { at: 'asc' }, statics: { c: type } })] }),
  'the elements of a list': (name, type) => inColumn(name, { kind: 'list', element: type, frozen: false }),
  'the elements of a frozen list': (name, type) =>
    inColumn(name, freeze({ kind: 'list', element: type, frozen: true })),
  'the elements of a set': (name, type) => inColumn(name, { kind: 'set', element: type, frozen: false }),
  'the keys of a map': (name, type) => inColumn(name, { kind: 'map', key: type, value: INT, frozen: false }),
  'the values of a map': (name, type) => inColumn(name, { kind: 'map', key: INT, value: type, frozen: false }),
  'part of a tuple': (name, type) => inColumn(name, { kind: 'tuple', items: [freeze(type)] }),
  'a field of a user type': (name, type) => ({ types: [userType(name, { f: type })] }),
  'the elements of a vector': (name, type) => inColumn(name, { kind: 'vector', element: type, dimension: 2 }),
};

function inColumn(name: string, type: CqlType): Parts {
  return { tables: [table(name, { columns: { c: type } })] };
}

describe('every type, as the server takes it and as coodie does', () => {
  const client = useSchemaClient();

  it.each(Object.entries(ROLES))('as %s', (title, role) =>
    LiveSchema.with(client, 'types', async (live) => {
      await live.apply(diffSchema(live.of({}), live.of({ types: USER_TYPES })));
      const taken: Parts[] = [];
      const disagreements: string[] = [];
      for (const [position, type] of TYPES.entries()) {
        const parts = role(`${title.replaceAll(' ', '_')}_${position}`, type);
        const existing = live.of({ types: USER_TYPES });
        const wanted = together(live, [parts]);
        const changes = diffSchema(existing, wanted);
        const problem = problemOf({ declared: wanted, existing, changes, server: live.server });
        const found = await disagreement(live, changes, problem);
        if (found) disagreements.push(`${formatCqlType(type)}: ${found}`);
        else if (!problem) taken.push(parts);
      }
      expect(disagreements.filter((text) => !KNOWN.test(text))).toEqual([]);
      expect(describeChanges(await live.leftTo(together(live, taken)))).toEqual([]);
    }),
  );
});

/** Cassandra 5.0 makes such a column and keeps plain numbers in it that do not count. */
const KNOWN = /^counter: coodie refuses it \(a counter cannot stand inside another type\)/;

function together(live: LiveSchema, parts: readonly Parts[]) {
  return live.of({
    types: [...USER_TYPES, ...parts.flatMap(({ types = [] }) => types)],
    tables: parts.flatMap(({ tables = [] }) => tables),
  });
}
