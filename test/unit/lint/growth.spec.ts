import type { ScriptInput } from '../../../lib/core/lint/input/lint-input.js';
import { lintMigrations } from '../../../lib/core/lint/lint-migrations.js';

const statements = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => text(index)).join('\n');

const oneFile = (count: number): readonly ScriptInput[] => [
  {
    form: 'script',
    name: '20260101_001_a',
    origin: 'a.cql',
    text: statements(
      count,
      (index) => `CREATE TABLE t${index} (id int PRIMARY KEY);\nALTER TABLE t${index} ADD v int;`,
    ),
  },
];

const manyFiles = (count: number): readonly ScriptInput[] =>
  Array.from({ length: count }, (_, index) => ({
    form: 'script',
    name: `20260101_${String(index).padStart(4, '0')}_a`,
    origin: `${index}.cql`,
    text: `-- upgrade\nCREATE TABLE t${index} (id int PRIMARY KEY);\n-- downgrade\nDROP TABLE t${index};`,
  }));

/** How often anything is put into a map while that is linted: the work that used to grow with the square. */
function entriesSet(inputs: readonly ScriptInput[]): number {
  const set = jest.spyOn(Map.prototype, 'set');
  lintMigrations(inputs);
  const { length } = set.mock.calls;
  set.mockRestore();
  return length;
}

describe('the work of lint', () => {
  it.each([
    ['statements of a file', oneFile],
    ['files', manyFiles],
  ])('grows with the number of %s, not with its square', (_, inputsOf) => {
    const ratio = entriesSet(inputsOf(200)) / entriesSet(inputsOf(100));
    expect(ratio).toBeGreaterThan(1.8);
    expect(ratio).toBeLessThan(2.2);
  });
});
