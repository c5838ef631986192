import { parseRelations, restrictedColumns } from '../../../lib/core/model/relations.js';

describe('relations', () => {
  it.each([
    ['c1 > 10 AND "v" is not null', ['c1 > 10', 'v IS NOT NULL']],
    ['type IS NOT NULL AND type IS NOT NULL', ['type IS NOT NULL']],
    ['key IS NOT NULL and KEY > 3', ['key > 3', 'key IS NOT NULL']],
    ['m contains key 4 AND contains CONTAINS KEY 5', ['contains CONTAINS KEY 5', 'm CONTAINS KEY 4']],
    ['like like 4 AND (key, like) > (1, 2)', ['(key, like) > (1, 2)', 'like LIKE 4']],
    [`"and" = 'a AND b'`, [`"and" = 'a AND b'`]],
    [`"( a , b )" = '( c , d )'`, [`"( a , b )" = '( c , d )'`]],
    ['a in ( 1,2 ,  3 )', ['a IN (1, 2, 3)']],
    ['', []],
  ])('%s', (where, relations) => {
    expect(parseRelations(where)).toEqual(relations);
    expect(parseRelations(relations.join(' AND '))).toEqual(relations);
  });

  it.each([
    ['key IS NOT NULL', ['key']],
    ['contains CONTAINS KEY 5', ['contains']],
    ['(a, "B") > (1, 2)', ['a', 'B']],
    ['"a IN b" = 1', ['a IN b']],
    ['like LIKE 4', ['like']],
  ])('know what they restrict: %s', (relation, columns) => expect(restrictedColumns(relation)).toEqual(columns));
});
