import { planJson, presentPlan } from '../../../lib/present/plan.presenter.js';
import { PLAIN } from '../../../lib/present/paint.js';
import type { Change } from '../../../lib/core/diff/change.js';
import { describeChange } from '../../../lib/core/diff/describe-change.js';
import { parseCqlType } from '../../../lib/core/model/parse-cql-type.js';
import type { SchemaPlan } from '../../../lib/core/plan/plan-schema.js';

const RATING: Change = {
  kind: 'add-columns',
  table: 'products',
  columns: [{ name: 'rating', type: parseCqlType('int'), static: false }],
};
const PRICE: Change = {
  kind: 'change-column-type',
  table: 'products',
  column: { name: 'price', type: parseCqlType('double'), static: false },
  from: parseCqlType('decimal'),
};
const PRODUCTS = { kind: 'table', name: 'products' } as const;
const COPY = '-- copy price to price_double';
const ADD_RATING = 'ALTER TABLE products ADD rating int';

describe('a plan', () => {
  const plan: SchemaPlan = {
    keyspace: 'catalog',
    changes: [
      { change: RATING, risk: 'safe', differences: describeChange(RATING), statements: [ADD_RATING], instead: [] },
      { change: PRICE, risk: 'impossible', differences: describeChange(PRICE), statements: [], instead: [COPY] },
    ],
    statements: [ADD_RATING],
    drift: [
      { sign: '−', object: PRODUCTS, part: { kind: 'column', name: 'legacy_code' }, from: 'text' },
      {
        sign: '~',
        object: { kind: 'keyspace', name: 'catalog' },
        part: { kind: 'option', name: 'replication' },
        from: '1',
        to: '3',
      },
    ],
    notes: [{ object: { kind: 'table', name: 'legacy' }, text: 'compact storage' }],
  };

  it('is shown table by table, with what cannot be done and why', () => {
    const lines = presentPlan(plan, PLAIN).split('\n');
    expect(lines[0]).toBe('catalog · 2 differences, 2 drift, 1 note');
    expect(lines).toEqual(
      expect.arrayContaining([
        '  products',
        expect.stringMatching(/^ {4}\+ rating +int +safe$/),
        expect.stringMatching(/^ {4}~ price +decimal → double +impossible$/),
        expect.stringMatching(/^ {6}Cassandra cannot change a column's type\./),
        `        ${COPY}`,
        expect.stringMatching(/^ {4}− legacy_code +text, in no entity +drift, left alone$/),
        '  catalog',
        '    ~ replication  1 → 3  drift, left alone',
        '  legacy',
        '    · compact storage    not managed, left alone',
        '  1 statement would run:',
        `    ${ADD_RATING};`,
      ]),
    );
  });

  it('has the shape that programs rely on', () => {
    const { keyspace, changes, statements, drift, notes } = planJson(plan);
    expect(keyspace).toBe('catalog');
    expect(changes).toContainEqual({
      table: 'products',
      subject: 'rating',
      sign: '+',
      detail: 'int',
      object: PRODUCTS,
      part: { kind: 'column', name: 'rating' },
      to: 'int',
      risk: 'safe',
      statements: [ADD_RATING],
      instead: [],
    });
    expect(changes.find(({ subject }) => subject === 'price')).toMatchObject({ risk: 'impossible', statements: [] });
    expect(statements).toEqual([ADD_RATING]);
    expect(notes).toEqual([{ table: 'legacy', object: { kind: 'table', name: 'legacy' }, note: 'compact storage' }]);
    expect(drift).toContainEqual({
      table: 'products',
      subject: 'legacy_code',
      sign: '−',
      detail: 'text',
      object: PRODUCTS,
      part: { kind: 'column', name: 'legacy_code' },
      from: 'text',
    });
  });

  it('says in one line that there is no difference', () => {
    const nothing = { keyspace: 'catalog', changes: [], statements: [], drift: [], notes: [] };
    expect(presentPlan(nothing, PLAIN)).toBe('catalog · no differences');
    const [headline] = presentPlan({ ...nothing, notes: plan.notes }, PLAIN).split('\n');
    expect(headline).toBe('catalog · no differences, 1 note');
  });
});
