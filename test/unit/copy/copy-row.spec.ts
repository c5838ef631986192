import { CopyRow } from '../../../lib/core/copy/copy-row.js';
import type { CopyColumn, CopyPlan } from '../../../lib/core/copy/plan-copy.js';
import { parseCqlType } from '../../../lib/core/model/parse-cql-type.js';

const column = (name: string, kind: CopyColumn['kind']): CopyColumn => ({ name, kind, type: parseCqlType('text') });

const ID = column('id', 'partition_key');
const FROM = {
  name: 'old',
  columns: [ID, column('at', 'clustering'), column('note', 'static'), column('v', 'regular')],
};
const BY_NAME = [column('name', 'partition_key'), column('id', 'clustering'), column('v', 'regular')];

const planTo = (columns: readonly CopyColumn[]): CopyPlan => ({
  from: FROM,
  to: { name: 'new', columns },
  columns: columns.map((target) => ({ target, source: target.name })),
  preserve: 'none',
});

describe('the statements that copy a row', () => {
  it('write a converted row that has no value for the clustering key of the source', () => {
    const source = { id: 'a', at: '1', note: null, v: 'x' };
    expect(new CopyRow(planTo(BY_NAME)).statements({ name: 'n', id: 'a', v: 'x' }, source)).toEqual([
      { cql: 'INSERT INTO new (name, id, v) VALUES (?, ?, ?)', params: ['n', 'a', 'x'] },
    ]);
  });

  it.each([
    ['writes its static values, where the target has them', FROM.columns, 1],
    ['is left out, where the target has none', BY_NAME, 0],
  ])('of a partition of static columns alone: %s', (_, columns, count) => {
    const source = { id: 'a', at: null, note: 'n', v: null };
    const statements = new CopyRow(planTo(columns)).statements(source);
    expect(statements).toHaveLength(count);
    expect(statements.map(({ cql }) => cql)).toEqual(['INSERT INTO new (id, note) VALUES (?, ?)'].slice(0, count));
  });
});
