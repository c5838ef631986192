import { columnsOfShape, formatShape, shapeDifference } from '../../../lib/core/backfill/table-shape.js';

const KEPT = formatShape({ id: 'a', columns: { id: 'int', name: 'text' } });

describe('the shape of a table', () => {
  it.each<[string, object, string]>([
    ['the same columns in another order', { id: 'a', columns: { name: 'text', id: 'int' } }, 'none'],
    ['another identity', { id: 'b', columns: { id: 'int', name: 'text' } }, 'dropped and created anew'],
    ['no table', { id: '', columns: {} }, 'dropped and created anew'],
    ['another type', { id: 'a', columns: { id: 'int', name: 'blob' } }, 'name was text and is blob'],
    ['a column less', { id: 'a', columns: { id: 'int' } }, 'name was text and is gone'],
  ])('differs, or not: %s', (_, now, difference) => {
    const found = shapeDifference(KEPT, 'users', now as Parameters<typeof formatShape>[0]);
    expect(found ?? 'none').toContain(difference);
  });

  it.each<[string, object | undefined, string]>([
    ['the same', { id: 't', columns: { id: 'int' } }, 'none'],
    ['created anew', { id: 'u', columns: { id: 'int' } }, 'table copies is not the one that it began with'],
    ['gone', { id: '', columns: {} }, 'table copies is not the one that it began with'],
    ['another type', { id: 't', columns: { id: 'text' } }, 'columns of table copies have changed'],
  ])('differs, or not, by the table that a copy writes to: %s', (_, shape, difference) => {
    const own = { id: 'a', columns: { id: 'int' } };
    const into = (target: object) => ({ table: 'copies', shape: target as Parameters<typeof formatShape>[0] });
    const kept = formatShape({ ...own, into: into({ id: 't', columns: { id: 'int' } }) });
    const found = shapeDifference(kept, 'users', { ...own, into: into(shape ?? {}) });
    expect(found ?? 'none').toContain(difference);
    expect(columnsOfShape(kept)).toEqual(['id']);
  });

  it('differs where what was kept cannot be read', () => {
    expect(shapeDifference('?', 'users', { id: 'a', columns: {} })).toMatch(/created anew/);
  });
});
