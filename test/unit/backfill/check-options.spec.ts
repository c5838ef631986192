import { checkBackfill } from '../../../lib/backfill/check-options.js';
import { WriteWindow } from '../../../lib/backfill/write-window.js';
import type { BackfillOptions } from '../../../lib/index.js';

const OPTIONS: BackfillOptions = { table: 'users', columns: ['name'], row: () => undefined };

describe('the options of a backfill', () => {
  it('have defaults, and the name of the migration', () => {
    const { name, concurrency, pageSize, ranges, retries, deadRows, statement } = checkBackfill(OPTIONS, '20260101_a');
    expect({ name, concurrency, pageSize, ranges, retries, deadRows }).toEqual({
      name: '20260101_a',
      concurrency: 128,
      pageSize: 1_000,
      ranges: undefined,
      retries: 5,
      deadRows: 0,
    });
    expect(statement.cql).toBe('BACKFILL "20260101_a" FROM users (name)');
  });

  it.each<[object, RegExp]>([
    [{ table: '' }, /table must be/],
    [{ columns: 'name' }, /columns must be/],
    [{ guard: [''] }, /guard must be/],
    [{ row: undefined }, /row must be/],
    [{ concurrency: 0 }, /concurrency must be an integer from 1/],
    [{ rate: 1.5 }, /rate must be/],
    [{ deadRows: -1 }, /deadRows must be an integer from 0/],
    [{ name: ' ' }, /name must be/],
  ])('are refused where they cannot be meant: %j', (wrong, message) => {
    expect(() => checkBackfill({ ...OPTIONS, ...wrong }, 'm')).toThrow(message);
  });
});

describe('the window of writes', () => {
  it('has no more rows in hand than it is given', async () => {
    const window = new WriteWindow({ most: 3 });
    let [most, inHand] = [0, 0];
    const write = async () => {
      while (!window.enter()) await window.room();
      inHand += 1;
      most = Math.max(most, inHand);
      await new Promise<void>((resolve) => setImmediate(resolve));
      inHand -= 1;
      window.leave();
    };
    await Promise.all(Array.from({ length: 20 }, write));
    expect([most, inHand]).toEqual([3, 0]);
  });
});
