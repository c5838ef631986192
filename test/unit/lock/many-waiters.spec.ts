import { courseOf, type Course } from './virtual-course.js';

/** Milliseconds. */
const WORK = 500;
const LONG_WORK = 300_000;

describe('many runs that want the lock at once', () => {
  const made: { course?: Readonly<Record<'short20' | 'short100' | 'long20' | 'long100', Course>> } = {};
  const courses = () => {
    if (!made.course) throw new Error('Nothing has run yet.');
    return made.course;
  };
  const looksPerSecond = ({ asked, seconds }: Course) => asked('look') / seconds;

  beforeAll(async () => {
    const short = () => WORK;
    const long = (turn: number) => (turn === 0 ? LONG_WORK : 0);
    made.course = {
      short20: await courseOf(20, short),
      short100: await courseOf(100, short),
      long20: await courseOf(20, long),
      long100: await courseOf(100, long),
    };
  });

  it.each([
    ['short20', 20],
    ['short100', 100],
    ['long20', 20],
    ['long100', 100],
  ] as const)('need three lightweight transactions each to take it, at most: %s', (name, count) => {
    const { asked } = courses()[name];
    expect({ read: asked('serial'), release: asked('release') }).toEqual({ read: count, release: count });
    expect(asked('take')).toBeLessThanOrEqual(3 * count);
  });

  it('look less often, each of them, the more they are: five times as many send three times as many requests', () => {
    const { short20, short100 } = courses();
    expect(looksPerSecond(short100)).toBeLessThan(3 * looksPerSecond(short20));
    expect(looksPerSecond(short100)).toBeLessThan(30);
  });

  it('look less often at a holder that stays, each of them at most every three seconds in the end', () => {
    const { long20, long100 } = courses();
    expect(looksPerSecond(long20)).toBeLessThan(20 / 3);
    expect(looksPerSecond(long100)).toBeLessThan(100 / 3);
  });

  it('leave it free for less time than it is held', () => {
    const { short20, short100 } = courses();
    const total = (times: readonly number[]) => times.reduce((sum, time) => sum + time, 0);
    expect(short20.free).toHaveLength(19);
    expect(total(short20.free)).toBeLessThan(0.75 * 20 * WORK);
    expect(total(short100.free)).toBeLessThan(0.75 * 100 * WORK);
  });
});
