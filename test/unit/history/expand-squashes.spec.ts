import { expandSquashes } from '../../../lib/core/history/expand-squashes.js';
import type { AppliedMigration, MigrationEntry } from '../../../lib/core/history/history.js';
import { readReplaces, renderReplaces, type Replaced } from '../../../lib/core/history/replaces.js';

const sum = (letter: string) => letter.repeat(64);
const squash = (name: string, replaces: readonly Replaced[]): MigrationEntry => ({
  name,
  kind: 'cql',
  origin: `${name}.cql`,
  checksum: sum('5'),
  replaces,
});
const applied = (name: string, day: number, checksum = sum(name)): AppliedMigration => ({
  name,
  appliedAt: new Date(2026, 0, day),
  description: '',
  checksum,
  kind: 'cql',
  owner: undefined,
  milliseconds: undefined,
});
const FIRST = squash('s1', [
  { name: 'a', checksum: sum('a') },
  { name: 'b', checksum: sum('b') },
]);
/** A squash of the first one and a third migration. */
const SECOND = squash('s2', [
  { name: 'a', checksum: sum('a'), within: 's1' },
  { name: 'b', checksum: sum('b'), within: 's1' },
  { name: 's1', checksum: sum('5') },
  { name: 'c', checksum: sum('c') },
]);
const [a, b, c, d] = [applied('a', 1), applied('b', 2), applied('c', 3), applied('d', 4)];
const expand = (entry: MigrationEntry, ...recorded: readonly AppliedMigration[]) =>
  expandSquashes([entry], { applied: recorded, unfinished: new Map() });

describe('a squash', () => {
  it.each([
    ['of nothing that is applied is pending', FIRST, [d], { applied: ['d'], satisfied: [], missing: [] }],
    ['of all that is applied is to be recorded', FIRST, [a, b, d], { applied: ['d'], satisfied: ['s1'], missing: [] }],
    ['of a part of what is applied is unfit', FIRST, [a, d], { applied: ['a', 'd'], satisfied: [], missing: ['b'] }],
    [
      'that is recorded hides the old rows',
      FIRST,
      [a, b, applied('s1', 9)],
      { applied: ['s1'], satisfied: [], missing: [] },
    ],
    ['of a squash counts the originals', SECOND, [a, b, c], { applied: [], satisfied: ['s2'], missing: [] }],
    [
      'of a squash counts that squash alone',
      SECOND,
      [applied('s1', 2), c],
      { applied: [], satisfied: ['s2'], missing: [] },
    ],
    [
      'of a squash lacks what came after it',
      SECOND,
      [applied('s1', 2)],
      { applied: ['s1'], satisfied: [], missing: ['c'] },
    ],
  ])('%s', (_, entry, recorded, expected) => {
    const found = expand(entry, ...recorded);
    expect({
      applied: found.applied.map(({ name }) => name),
      satisfied: [...found.satisfied],
      missing: found.unfit.flatMap(({ missing }) => missing),
    }).toEqual(expected);
  });

  it('is as old as what it replaces, so that a rollback does not begin with it', () => {
    expect(expand(FIRST, a, b, applied('s1', 9)).applied[0]?.appliedAt).toEqual(b.appliedAt);
  });

  it('is unfit where a script was applied with another text; compiled code cannot be compared', () => {
    const changed = (kind: 'cql' | 'js') => expand(FIRST, a, { ...applied('b', 2, sum('0')), kind }).unfit;
    expect(changed('cql')).toMatchObject([{ changed: ['b'] }]);
    expect(changed('js')).toEqual([]);
  });

  it('says what it replaces in comments', () => {
    const { replaces = [] } = SECOND;
    expect(readReplaces(`${replaces.map(renderReplaces).join('\r\n')}\n-- upgrade\n`)).toEqual(replaces);
    expect(readReplaces("INSERT INTO t (a) VALUES ('-- coodie:replaces x y');")).toEqual([]);
  });
});
