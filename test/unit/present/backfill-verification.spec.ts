import type { BackfillVerification } from '../../../lib/backfill/background/results.js';
import { presentVerification, verificationJson } from '../../../lib/present/backfill-verification.presenter.js';
import { paintFor } from '../../../lib/present/paint.js';

const PAINT = paintFor({ isTerminal: false, color: false, environment: {} });

const verificationOf = (more: Partial<BackfillVerification>): BackfillVerification => ({
  name: 'users-v2',
  state: 'finished',
  compared: 'hash',
  outcome: 'equal',
  table: 'users',
  into: 'users_v2',
  rows: 20_000,
  found: 20_000,
  differing: undefined,
  ranges: { total: 64, differing: 0 },
  examples: [],
  unchecked: [],
  ...more,
});

const OF_ROWS = { compared: 'cells', into: undefined, found: undefined } as const;
const linesOf = (more: Partial<BackfillVerification>) => presentVerification(verificationOf(more), PAINT).split('\n');

describe('the verification of a backfill', () => {
  it('is one line where both sides are equal', () => {
    expect(linesOf({})).toEqual(['✔ users-v2 · users: 20,000 rows · users_v2: 20,000 rows · the values are equal']);
    expect(linesOf({ compared: 'count' })[0]).toContain('the numbers of rows are equal');
    expect(linesOf(OF_ROWS)).toEqual(['✔ users-v2 · users: 20,000 rows · the written cells are equal']);
  });

  it('names rows that differ, escaped, and says what to do', () => {
    const examples = [{ key: "id = '\u001B[31m\n'", problem: 'has other values' }];
    expect(linesOf({ outcome: 'different', found: 1, ranges: { total: 64, differing: 2 }, examples })).toEqual([
      '✖ users-v2 · users: 20,000 rows · users_v2: 1 row · the values differ, in 2 of 64 ranges',
      String.raw`  id = '\x1b[31m\n'  has other values`,
      'Rows that the application has changed in users_v2 since are differences as well. ' +
        'To write all rows again: coodie backfill run users-v2 --restart',
    ]);
    const elsewhere = { total: 64, differing: undefined };
    expect(linesOf({ outcome: 'different', ranges: elsewhere })[0]).toMatch(/the values differ$/);
  });

  it.each(['running', 'paused'] as const)('says that one that is %s has not reached every row', (state) => {
    const ranges = { total: 64, differing: 1 };
    const [verdict, advice] = linesOf({ ...OF_ROWS, outcome: 'different', state, differing: 1, ranges });
    expect(verdict).toMatch(/users: 20,000 rows · 1 row differs, in 1 of 64 ranges$/);
    expect(advice).toContain(`It is ${state}: rows that it has not reached are differences.`);
  });

  it('says what could not be checked', () => {
    const unchecked = [{ cql: 'UPDATE t\nSET a = ?', reason: 'its values may have expired', count: 1_200 }];
    expect(linesOf({ ...OF_ROWS, outcome: 'unclear', unchecked })).toEqual([
      '⚠ users-v2 · users: 20,000 rows · no difference in the written cells that could be checked',
      '  not checked for 1,200 rows, its values may have expired: UPDATE t SET a = ?',
    ]);
  });

  it('is JSON without undefined', () => {
    expect(
      verificationJson(verificationOf({ ...OF_ROWS, state: undefined, ranges: { total: 1, differing: undefined } })),
    ).toEqual({
      name: 'users-v2',
      state: null,
      compared: 'cells',
      outcome: 'equal',
      table: 'users',
      into: null,
      rows: 20_000,
      found: null,
      differing: null,
      ranges: { total: 1, differing: null },
      examples: [],
      unchecked: [],
    });
  });
});
