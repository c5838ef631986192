import type { Change } from '../../../lib/core/diff/change.js';
import { diffSchema } from '../../../lib/core/diff/diff-schema.js';
import { formatCqlType, freeze, type CqlType } from '../../../lib/core/model/cql-type.js';
import { parseCqlType } from '../../../lib/core/model/parse-cql-type.js';
import { describeChanges, LiveSchema, useSchemaClient, type Parts } from '../../support/live-schema.js';
import { column, table, userType } from '../../support/models.js';
import { disagreement, problemOf } from './judge.js';
import { TYPES, USER_TYPES } from './types.js';

const INT = parseCqlType('int');

/** Something with a column, field or part for each of the types. */
type Role = (name: string, types: readonly CqlType[]) => Parts;

const ROLES: Readonly<Record<string, Role>> = {
  'a partition key': (name, types) => {
    const columns = named(types).map(([key, type]) => column(key, type));
    return { tables: [{ ...table(name), columns, partitionKey: columns.map((key) => key.name) }] };
  },
  'part of a partition key': (name, types) => {
    const columns = Object.fromEntries(named(types));
    return { tables: [table(name, { columns, partitionKey: ['id', ...Object.keys(columns)] })] };
  },
  'a clustering key': (name, types) => {
    const clustering = Object.fromEntries(named(types).map(([key]) => [key, 'desc' as const]));
    return { tables: [table(name, { columns: Object.fromEntries(named(types)), clustering })] };
  },
  'a column': inColumns((type) => type),
  'a static column': (name, types) => ({
    tables: [table(name, { clustering: { at: 'asc' }, statics: Object.fromEntries(named(types)) })],
  }),
  'the elements of a list': inColumns((element) => ({ kind: 'list', element, frozen: false })),
  'the elements of a frozen list': inColumns((element) => freeze({ kind: 'list', element, frozen: true })),
  'the elements of a set': inColumns((element) => ({ kind: 'set', element, frozen: false })),
  'the keys of a map': inColumns((key) => ({ kind: 'map', key, value: INT, frozen: false })),
  'the values of a map': inColumns((value) => ({ kind: 'map', key: INT, value, frozen: false })),
  'part of a tuple': inColumns((type) => ({ kind: 'tuple', items: [freeze(type)] })),
  'a field of a user type': (name, types) => ({ types: [userType(name, Object.fromEntries(named(types)))] }),
  'the elements of a vector': inColumns((element) => ({ kind: 'vector', element, dimension: 2 })),
};

function inColumns(wrap: (type: CqlType) => CqlType): Role {
  return (name, types) => ({ tables: [table(name, { columns: Object.fromEntries(named(types.map(wrap))) })] });
}

function named(types: readonly CqlType[]): readonly (readonly [name: string, type: CqlType])[] {
  return types.map((type, position) => [`c${position}`, type]);
}

describe('every type, as the server takes it and as coodie does', () => {
  const client = useSchemaClient();

  it.each(Object.entries(ROLES))('as %s', (_, role) =>
    LiveSchema.with(client, 'types', async (live) => {
      await live.apply(diffSchema(live.of({}), live.of({ types: USER_TYPES })));
      const attempts = TYPES.map((type, position) => attempt(live, role(`t${position}`, [type]), [type]));
      const taken = attempts.filter(({ problem }) => problem === undefined);
      const whole = inGroups(taken.flatMap(({ types }) => types)).map((types, position) =>
        attempt(live, role(`all${position}`, types), types),
      );
      const [tried, refused] = [await sendTogether(live, whole, taken), attempts.filter(({ problem }) => problem)];
      const disagreements = [...tried.disagreements, ...(await send(live, refused)).disagreements];
      expect(disagreements.filter((text) => !KNOWN.test(text))).toEqual([]);
      expect(tried.made.flatMap(({ types }) => types)).toHaveLength(taken.length);
      expect(
        describeChanges(
          await live.leftTo(
            together(
              live,
              tried.made.map(({ parts }) => parts),
            ),
          ),
        ),
      ).toEqual([]);
    }),
  );
});

interface Attempt {
  readonly types: readonly CqlType[];
  readonly parts: Parts;
  readonly changes: readonly Change[];
  /** What coodie has against it. */
  readonly problem: string | undefined;
}

function attempt(live: LiveSchema, parts: Parts, types: readonly CqlType[]): Attempt {
  const [existing, declared] = [live.of({ types: USER_TYPES }), together(live, [parts])];
  const changes = diffSchema(existing, declared);
  return { types, parts, changes, problem: problemOf({ declared, existing, changes, server: live.server }) };
}

/** A table of counters has no other columns. */
function inGroups(types: readonly CqlType[]): readonly (readonly CqlType[])[] {
  const isCounter = (type: CqlType) => formatCqlType(type) === 'counter';
  const groups = [types.filter(isCounter), types.filter((type) => !isCounter(type))];
  return groups.filter((group) => group.length > 0);
}

interface Tried {
  readonly made: readonly Attempt[];
  readonly disagreements: readonly string[];
}

/** A table of all types is quicker than a table of each, which is sent only to tell the types that the server refuses. */
async function sendTogether(live: LiveSchema, whole: readonly Attempt[], single: readonly Attempt[]): Promise<Tried> {
  const tried = await send(live, whole);
  return tried.disagreements.length > 0 ? send(live, single) : tried;
}

async function send(live: LiveSchema, attempts: readonly Attempt[]): Promise<Tried> {
  const made: Attempt[] = [];
  const disagreements: string[] = [];
  for (const one of attempts) {
    const found = await disagreement(live, one.changes, one.problem);
    if (found) disagreements.push(`${one.types.map(formatCqlType).join(', ')}: ${found}`);
    else if (one.problem === undefined) made.push(one);
  }
  return { made, disagreements };
}

/** Cassandra 5.0 makes such a column and keeps plain numbers in it that do not count. */
const KNOWN = /^counter: coodie refuses it \(a counter cannot stand inside another type\)/;

function together(live: LiveSchema, parts: readonly Parts[]) {
  return live.of({
    types: [...USER_TYPES, ...parts.flatMap(({ types = [] }) => types)],
    tables: parts.flatMap(({ tables = [] }) => tables),
  });
}
