import { DEFAULT_POLICY } from '../../../lib/core/diff/risk.js';
import type { SchemaModel } from '../../../lib/core/model/schema-model.js';
import {
  type Claim,
  claimsFor,
  claimsLeft,
  conflictsWith,
  formatClaims,
  objectOf,
  parseClaims,
} from '../../../lib/core/plan/claim.js';
import { planSchema } from '../../../lib/core/plan/plan-schema.js';
import { type Step, stepsOf } from '../../../lib/core/plan/step.js';
import { renderWithId } from '../../../lib/core/render/render-change.js';
import { index, table, userType, view } from '../../support/models.js';

const EMPTY: SchemaModel = { keyspace: 'shop', replication: undefined, types: [], tables: [], views: [] };
const DECLARED: SchemaModel = {
  ...EMPTY,
  types: [userType('address', { street: 'text' })],
  tables: [table('people', { columns: { name: 'text' }, indexes: [index('people_name_idx', 'name')] })],
  views: [view('by_name', 'people', { partitionKey: ['name'], where: ['name IS NOT NULL'] })],
};
const { changes } = planSchema(EMPTY, DECLARED, { policy: DEFAULT_POLICY });

describe('the steps of a plan', () => {
  it('are its statements with the object of each, and what creates a table or a view', () => {
    expect(stepsOf(changes, 'cassandra').map(({ object, cql, creates }) => [object, cql, creates?.kind])).toEqual([
      ['type address', 'CREATE TYPE address (street text)', undefined],
      ['table people', 'CREATE TABLE people (id int, name text, PRIMARY KEY (id))', 'create-table'],
      ['table people', 'CREATE INDEX people_name_idx ON people (name)', undefined],
      ['view by_name', expect.stringContaining('CREATE MATERIALIZED VIEW by_name'), 'create-view'],
    ]);
  });

  it.each(['scylla', 'keyspaces', undefined] as const)('create nothing with an identity on %s', (server) => {
    expect(stepsOf(changes, server).filter(({ creates }) => creates)).toEqual([]);
  });

  it('differ from what is sent in the identity alone', () => {
    const sent = stepsOf(changes, 'cassandra').flatMap(({ cql, creates }) =>
      creates ? [[cql, renderWithId(creates, ID), renderWithId(creates, ID, 'shop')]] : [],
    );
    expect(sent).toEqual([
      [
        'CREATE TABLE people (id int, name text, PRIMARY KEY (id))',
        `CREATE TABLE people (id int, name text, PRIMARY KEY (id)) WITH ID = ${ID}`,
        `CREATE TABLE shop.people (id int, name text, PRIMARY KEY (id)) WITH ID = ${ID}`,
      ],
      [
        'CREATE MATERIALIZED VIEW by_name AS SELECT * FROM people WHERE name IS NOT NULL PRIMARY KEY (name)',
        `CREATE MATERIALIZED VIEW by_name AS SELECT * FROM people WHERE name IS NOT NULL PRIMARY KEY (name) WITH ID = ${ID}`,
        `CREATE MATERIALIZED VIEW shop.by_name AS SELECT * FROM shop.people WHERE name IS NOT NULL PRIMARY KEY (name) WITH ID = ${ID}`,
      ],
    ]);
  });
});

const ID = '11111111-1111-4111-8111-111111111111';
const OLD = '22222222-2222-4222-8222-222222222222';
const CREATE = 'CREATE TABLE people (id int PRIMARY KEY)';
const OTHER = 'CREATE TABLE people (id int PRIMARY KEY, age int)';
const ALTER = 'ALTER TABLE people ADD age int';

const created = (cql: string): Step => ({
  object: 'table people',
  cql,
  creates: { kind: 'create-table', table: table('people') },
  adds: false,
});
const altered: Step = { object: 'table people', cql: "ALTER TABLE people WITH comment = ''", adds: false };
const added: Step = { object: 'table people', cql: ALTER, adds: true };
const typed: Step = { object: 'type people', cql: 'CREATE TYPE people (a int)', adds: false };
const claim = (cql: string, more: Partial<Claim> = {}): Claim => ({ object: 'table people', cql, id: OLD, ...more });

describe('claims for a plan', () => {
  it.each([
    ['a new identity where nothing was claimed', [], { cql: CREATE, id: ID }],
    ['the claimed identity for the same statement', [claim(CREATE)], { cql: CREATE, id: OLD }],
    ['a new identity for another statement', [claim(OTHER)], { cql: CREATE, id: ID }],
    ['a new identity where the claimed table was made, and is gone', [claim(CREATE, { made: true })], { id: ID }],
    ['a new identity for an object of another name', [{ ...claim(CREATE), object: 'table others' }], { id: ID }],
  ])('have %s', (_, earlier, expected) => {
    expect(claimsFor([created(CREATE)], earlier, () => ID)).toMatchObject([{ object: 'table people', ...expected }]);
  });

  it('have no identity where nothing is created', () => {
    expect(claimsFor([added], [], () => ID)).toEqual([{ object: 'table people', cql: ALTER }]);
  });
});

describe('claims of earlier statements', () => {
  it.each([
    ['nothing', [], [created(CREATE)], 0],
    ['the same statement', [claim(CREATE)], [created(CREATE)], 0],
    ['the same statements', [claim(CREATE), claim(ALTER, { id: undefined })], [created(CREATE), added], 0],
    ['one of the same statements', [claim(CREATE), claim(ALTER, { id: undefined })], [added], 0],
    ['an addition to what is created', [claim(CREATE)], [created(CREATE), added], 0],
    ['an addition to what was made', [claim(CREATE, { made: true })], [added], 0],
    ['an addition beside another change', [claim('ALTER TABLE people ADD b int', { id: undefined })], [added], 1],
    ['another statement', [claim(CREATE)], [created(OTHER)], 1],
    ['a change of what was created', [claim(CREATE, { made: true })], [altered], 1],
    ['what was made and dropped', [claim(CREATE, { made: true })], [created(CREATE)], 1],
    ['another object', [claim(CREATE)], [typed], 0],
  ])('conflict with %s or not', (_, earlier, steps, count) => {
    expect(conflictsWith(steps, earlier)).toHaveLength(count);
  });
});

describe('the object of a statement', () => {
  it.each([
    ['CREATE TABLE people (id int PRIMARY KEY)', 'table people'],
    ['ALTER TABLE shop."People" ADD a int', 'table People'],
    ['CREATE INDEX i ON people (name)', 'table people'],
    ['DROP MATERIALIZED VIEW by_name', 'view by_name'],
    ['ALTER TYPE address ADD zip int', 'type address'],
    ['CREATE TABLE other.people (id int PRIMARY KEY)', undefined],
    ['CREATE KEYSPACE people WITH replication = {}', undefined],
    ['INSERT INTO people (id) VALUES (1)', undefined],
  ])('%s is %s', (cql, object) => expect(objectOf(cql, 'shop')).toBe(object));
});

describe('claims that are left while a host is silent', () => {
  const [fresh, second] = [claim(CREATE), claim(ALTER)];
  const none: Parts = { claims: [], earlier: [], done: [], unclear: [] };

  it.each<[string, Parts, readonly Claim[]]>([
    ['nothing of what was answered, refused or never sent', { ...none, claims: [fresh, second], done: [CREATE] }, []],
    ['what had no answer', { ...none, claims: [fresh, second], unclear: [CREATE] }, [fresh]],
    [
      'what had no answer and is there',
      { ...none, claims: [fresh], done: [CREATE], unclear: [CREATE] },
      [{ ...fresh, made: true }],
    ],
    [
      'what an earlier run has claimed, and is made now',
      { ...none, claims: [fresh], earlier: [fresh], done: [CREATE] },
      [{ ...fresh, made: true }],
    ],
    ['what an earlier run has claimed of other objects', { ...none, earlier: [fresh] }, [fresh]],
  ])('are of %s', (_, { claims, earlier, done, unclear }, left) => {
    expect(claimsLeft(claims, earlier, { done: new Set(done), unclear: new Set(unclear) })).toEqual(left);
  });
});

interface Parts {
  readonly claims: readonly Claim[];
  readonly earlier: readonly Claim[];
  readonly done: readonly string[];
  readonly unclear: readonly string[];
}

describe('claims as text', () => {
  it('are read as they were written', () => {
    const claims = [claim(CREATE, { made: true }), { object: 'type "a\'b', cql: 'CREATE TYPE x (a int)' }];
    expect(parseClaims(formatClaims(claims))).toEqual(claims);
  });

  it.each(['', 'host:1:uuid', '{}', '[1]', '[{"object":"table a"}]', '[{"object":"a","cql":"b","id":"x; DROP"}]'])(
    'are not read from %s',
    (text) => expect(parseClaims(text)).toBeUndefined(),
  );
});
