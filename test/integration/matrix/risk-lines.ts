import type { Change } from '../../../lib/core/diff/change.js';
import type { LiveSchema, Parts } from '../../support/live-schema.js';
import { column, index, table, userType, view } from '../../support/models.js';

/** What stands before a change and after it, and what the server shows when it is made, or when it is tried. */
export interface Line {
  readonly from: Parts;
  readonly to: Parts;
  /** CQL that runs in between; KS is the keyspace. */
  readonly given?: readonly string[];
  readonly see: (live: LiveSchema) => Promise<void>;
}

const SYNTAX = 0x2000;
const INVALID = 0x2200;
const EXISTS = 0x2400;

const type = userType('u', { a: 'int' });
const plain = table('t', { columns: { v: 'int' } });
const placed = table('t', { columns: { v: 'int', p: 'frozen<u>' } });
const ordered = table('t', { columns: { v: 'int' }, clustering: { at: 'asc' } });
const indexed = { ...plain, indexes: [index('i', 'v')] };
const byValue = view('m', 't', { partitionKey: ['v', 'id'], where: ['id IS NOT NULL', 'v IS NOT NULL'] });
const row = ['INSERT INTO KS.t (id, v) VALUES (1, 2)'];

/** For every kind of change what the server itself does; each is a line of the table of risks. */
export const LINES: Readonly<Record<Change['kind'], Line>> = {
  'create-type': { from: {}, to: { types: [type] }, see: accepts('CREATE TABLE KS.n (id int PRIMARY KEY, u u)') },
  'add-field': {
    from: { types: [type], tables: [placed] },
    given: ['INSERT INTO KS.t (id, v, p) VALUES (1, 2, {a: 3})'],
    to: { types: [userType('u', { a: 'int', b: 'text' })], tables: [placed] },
    see: shows('SELECT p.a, p.b FROM KS.t', [{ 'p.a': 3, 'p.b': null }]),
  },
  'create-table': { from: {}, to: { tables: [plain] }, see: shows('SELECT * FROM KS.t', []) },
  'add-columns': {
    from: { tables: [plain] },
    given: row,
    to: { tables: [table('t', { columns: { v: 'int', w: 'text' } })] },
    see: shows('SELECT v, w FROM KS.t', [{ v: 2, w: null }]),
  },
  'alter-options': {
    from: { tables: [plain] },
    given: row,
    to: { tables: [{ ...plain, options: { comment: 'x' } }] },
    see: shows('SELECT v FROM KS.t', [{ v: 2 }]),
  },
  'create-index': {
    from: { tables: [plain] },
    given: row,
    to: { tables: [indexed] },
    see: comesToShow('SELECT id FROM KS.t WHERE v = 2', [{ id: 1 }]),
  },
  'create-view': {
    from: { tables: [plain] },
    given: row,
    to: { tables: [plain], views: [byValue] },
    see: comesToShow('SELECT id FROM KS.m WHERE v = 2 AND id = 1', [{ id: 1 }]),
  },
  'alter-view-options': {
    from: { tables: [plain], views: [byValue] },
    given: row,
    to: { tables: [plain], views: [{ ...byValue, options: { comment: 'x' } }] },
    see: comesToShow('SELECT id FROM KS.m', [{ id: 1 }]),
  },
  'replace-index': {
    from: { tables: [{ ...ordered, indexes: [index('i', 'v')] }] },
    to: { tables: [{ ...ordered, indexes: [index('i', 'at')] }] },
    see: refuses(['ALTER INDEX KS.i ON KS.t (v)', SYNTAX], ['SELECT * FROM KS.t WHERE v = 2', INVALID]),
  },
  'drop-index': {
    from: { tables: [indexed] },
    to: { tables: [plain] },
    see: refuses(['SELECT * FROM KS.t WHERE v = 2', INVALID]),
  },
  'drop-view': {
    from: { tables: [plain], views: [byValue] },
    to: { tables: [plain] },
    see: refuses(['SELECT * FROM KS.m', INVALID]),
  },
  'drop-columns': {
    from: { tables: [plain] },
    given: row,
    to: { tables: [table('t')] },
    see: async (live) => {
      await accepts('ALTER TABLE KS.t ADD v int')(live);
      await shows('SELECT v FROM KS.t', [{ v: null }])(live);
    },
  },
  'drop-table': { from: { tables: [plain] }, to: {}, see: refuses(['SELECT * FROM KS.t', INVALID]) },
  'drop-type': {
    from: { types: [type] },
    to: {},
    see: refuses(['CREATE TABLE KS.n (id int PRIMARY KEY, u u)', INVALID]),
  },
  'change-key': {
    from: { tables: [ordered] },
    to: { tables: [{ ...ordered, partitionKey: ['id', 'at'], clusteringKey: [] }] },
    see: refuses(['ALTER TABLE KS.t ADD w int PRIMARY KEY', SYNTAX], ['ALTER TABLE KS.t DROP at', INVALID]),
  },
  'change-clustering-order': {
    from: { tables: [ordered] },
    to: { tables: [{ ...ordered, clusteringKey: [{ column: 'at', order: 'desc' }] }] },
    see: refuses(['ALTER TABLE KS.t WITH CLUSTERING ORDER BY (at DESC)', SYNTAX]),
  },
  'change-column-type': {
    from: { tables: [plain] },
    to: { tables: [table('t', { columns: { v: 'bigint' } })] },
    see: refuses(
      ['ALTER TABLE KS.t ALTER v TYPE bigint', INVALID],
      ['ALTER TABLE KS.t ADD v bigint', INVALID],
      // Not even by taking it away and adding it again.
      ['ALTER TABLE KS.t DROP v', undefined],
      ['ALTER TABLE KS.t ADD v bigint', INVALID],
    ),
  },
  'change-static': {
    from: { tables: [ordered] },
    to: { tables: [table('t', { statics: { v: 'int' }, clustering: { at: 'asc' } })] },
    see: refuses(
      ['ALTER TABLE KS.t ADD v int static', INVALID],
      ['ALTER TABLE KS.t DROP v', undefined],
      ['ALTER TABLE KS.t ADD v int static', INVALID],
    ),
  },
  'drop-field': {
    from: { types: [userType('u', { a: 'int', b: 'int' })] },
    to: { types: [type] },
    see: refuses(['ALTER TYPE KS.u DROP b', SYNTAX]),
  },
  'change-field-type': {
    from: { types: [type] },
    to: { types: [userType('u', { a: 'text' })] },
    see: refuses(['ALTER TYPE KS.u ALTER a TYPE text', INVALID], ['ALTER TYPE KS.u ADD a text', INVALID]),
  },
  'change-view': {
    from: { tables: [plain], views: [byValue] },
    to: { tables: [plain], views: [{ ...byValue, where: [...byValue.where, 'id > 1'] }] },
    see: refuses(
      ['ALTER MATERIALIZED VIEW KS.m ADD w int', SYNTAX],
      [
        'CREATE MATERIALIZED VIEW KS.m AS SELECT * FROM KS.t WHERE v IS NOT NULL AND id > 1 PRIMARY KEY (v, id)',
        EXISTS,
      ],
    ),
  },
  'manage-table': {
    from: {},
    given: ['CREATE TABLE KS.t (id int PRIMARY KEY, v int) WITH COMPACT STORAGE'],
    to: { tables: [plain] },
    see: refuses(['ALTER TABLE KS.t ADD w int', INVALID]),
  },
  blocked: {
    from: { tables: [plain] },
    given: ['ALTER TABLE KS.t DROP v'],
    to: { tables: [{ ...plain, columns: [column('id', 'int'), column('v', 'text')] }] },
    see: refuses(['ALTER TABLE KS.t ADD v text', INVALID]),
  },
};

type See = Line['see'];

function accepts(cql: string): See {
  return async (live) => expect(await live.refusal(inKeyspace(live, cql))).toBeUndefined();
}

/** Each statement in turn with the code of the error, `undefined` where it runs. */
function refuses(...attempts: readonly (readonly [cql: string, code: number | undefined])[]): See {
  return async (live) => {
    for (const [cql, code] of attempts) expect([cql, await live.refusal(inKeyspace(live, cql))]).toEqual([cql, code]);
  };
}

function shows(cql: string, rows: readonly object[]): See {
  return async (live) => expect(await live.rows(inKeyspace(live, cql))).toEqual(rows.map((it) => JSON.stringify(it)));
}

/** An index or view is built in the background: until then a query may fail, or find nothing. */
function comesToShow(cql: string, rows: readonly object[]): See {
  return async (live) => {
    const deadline = performance.now() + 30_000;
    const isThere = async () => {
      const found = await live.rows(inKeyspace(live, cql)).catch(() => []);
      return found.length >= rows.length;
    };
    while (!(await isThere()) && performance.now() < deadline);
    await shows(cql, rows)(live);
  };
}

export function inKeyspace({ keyspace }: LiveSchema, cql: string): string {
  return cql.replaceAll('KS.', `${keyspace}.`);
}
