import { quoteName, quoteTypeName, toSnakeCase } from '../../../lib/core/model/identifier.js';

describe('a name', () => {
  it.each([
    ['users', 'users'],
    ['Users', '"Users"'],
    ['select', '"select"'],
    ['key', 'key'],
    ['_coodie', '"_coodie"'],
    ['2fast', '"2fast"'],
    ['quo"ted', '"quo""ted"'],
    ['ünï', '"ünï"'],
  ])('%s is quoted only where it must be', (name, cql) => expect(quoteName(name)).toBe(cql));

  it('of a built-in type is quoted where it names a user type', () => expect(quoteTypeName('text')).toBe('"text"'));

  it.each([
    ['createdAt', 'created_at'],
    ['OrderItem', 'order_item'],
    ['HTTPLog2', 'http_log2'],
    ['already_snake', 'already_snake'],
    ['ID', 'id'],
  ])('%s becomes %s', (declared, stored) => expect(toSnakeCase(declared)).toBe(stored));
});
