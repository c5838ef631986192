import { readBindings } from '../../../lib/core/cql/read-bindings.js';

describe('readBindings', () => {
  it.each([
    ['INSERT INTO users (id, name, "At") VALUES (?, ?, ?)', 'users', ['id', 'name', 'At']],
    ['insert into ks.users (id, a, name) values (now(), f(?, ?), ?)', 'users', [undefined, undefined, 'name']],
    ["INSERT INTO users (id, tags, n) VALUES (?, {'a': ?}, ?) USING TTL ?", 'users', ['id', undefined, 'n', undefined]],
    ['INSERT INTO users JSON ?', 'users', [undefined]],
    [
      'UPDATE users USING TTL ? SET a = ?, b = b + ? WHERE id = ? AND day IN ?',
      'users',
      [undefined, 'a', undefined, 'id', undefined],
    ],
    ['DELETE name FROM "Users" WHERE "Id" = ? IF name = ?', 'Users', ['Id', 'name']],
    ['SELECT * FROM users WHERE id = ? AND n > ? LIMIT ?', 'users', ['id', undefined, undefined]],
    ["SELECT '?' FROM users -- ?", 'users', []],
    ['BEGIN BATCH', undefined, []],
    ['', undefined, []],
  ])('reads %s', (cql, table, columns) => {
    const bindings = readBindings(cql);
    expect(bindings.table?.name).toBe(table);
    expect(bindings.columns).toEqual(columns);
  });
});
