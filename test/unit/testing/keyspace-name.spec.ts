import { isStale, newKeyspaceName, workerOf } from '../../../lib/testing/keyspace/keyspace-name.js';

const NOW = Date.UTC(2026, 10, 25);
const HOUR = 3_600_000;

describe('the name of a test keyspace', () => {
  it('is an identifier that Cassandra takes unquoted, and another one each time', () => {
    const names = new Set(Array.from({ length: 200 }, () => newKeyspaceName('123456789', NOW)));
    expect(names.size).toBe(200);
    for (const name of names) expect(name).toMatch(/^t_123456789_[a-z0-9]{18}$/);
  });

  it.each([
    [newKeyspaceName('1', NOW - 25 * HOUR), true],
    [newKeyspaceName('1', NOW - 23 * HOUR), false],
    [newKeyspaceName('1', NOW + 25 * HOUR), false],
    ['t_1_', false],
    ['t_shop_00000000aaaaaaaaaa', false],
    ['t_1_00000000aaaaaaaaaaa', false],
    ['orders', false],
  ])('%s is stale: %s', (name, expected) => expect(isStale(name, NOW)).toBe(expected));

  it.each([
    [{ JEST_WORKER_ID: '3' }, '3'],
    [{ VITEST_POOL_ID: '4', VITEST_WORKER_ID: '9' }, '4'],
    [{ JEST_WORKER_ID: 'x; DROP' }, '77'],
    [{}, '77'],
  ])('has the worker of %j: %s', (env, expected) => expect(workerOf(env, 77)).toBe(expected));
});
