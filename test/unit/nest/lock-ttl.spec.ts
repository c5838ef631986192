import type { CoodieModuleOptions } from '../../../lib/index.js';
import { optionProblems } from '../../../lib/nest/option-problems.js';

const withTtl = (ttl: unknown): Partial<CoodieModuleOptions> =>
  ({ client: { contactPoints: ['a'] }, keyspace: 'shop', lock: { ttl } }) as unknown as Partial<CoodieModuleOptions>;

describe('lock.ttl', () => {
  it.each([[3], [300], [630_720_000]])('may be %p', (ttl) => {
    expect(optionProblems(withTtl(ttl), 'default')).toEqual([]);
  });

  it.each([[2], [3.5], [630_720_001], [Number.POSITIVE_INFINITY], [Number.NaN], ['300']])('may not be %p', (ttl) => {
    const [problem = '', ...more] = optionProblems(withTtl(ttl), 'default');
    expect(problem).toContain('lock.ttl must be a whole number from 3 to 630720000');
    expect(more).toEqual([]);
  });
});
