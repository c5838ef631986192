import { formatShape } from '../../../lib/core/backfill/table-shape.js';
import { takesAway } from '../../../lib/core/backfill/takes-away.js';
import { readStatement } from '../../../lib/core/cql/statement.js';

const USERS = {
  keyspace: 'shop',
  table: 'users',
  shape: formatShape({ id: 'a', columns: { id: 'int', name: 'text' } }),
};

describe('a statement takes away what a backfill reads', () => {
  it.each([
    'DROP TABLE users',
    'DROP TABLE IF EXISTS shop.users',
    'TRUNCATE users',
    'TRUNCATE TABLE users',
    'ALTER TABLE users DROP name',
    'ALTER TABLE users DROP (other, name)',
    'ALTER TABLE users DROP IF EXISTS "name"',
  ])('%s', (cql) => {
    expect(takesAway(readStatement(cql), USERS)).toBe(true);
  });
});

describe('a statement takes away nothing that a backfill reads', () => {
  it.each([
    'DROP TABLE orders',
    'DROP TABLE other.users',
    'ALTER TABLE users DROP other',
    'ALTER TABLE users ADD name2 text',
    'DROP INDEX users',
    'DROP TYPE users',
    "UPDATE users SET name = 'DROP' WHERE id = 1",
  ])('%s', (cql) => {
    expect(takesAway(readStatement(cql), USERS)).toBe(false);
  });
});
