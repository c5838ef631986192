import { unfinishedByName, type JournalStep, type StepState } from '../../../lib/core/history/journal-step.js';
import type { Direction } from '../../../lib/core/progress/progress.js';

const step = (direction: Direction, position: number, state: StepState = 'failed'): JournalStep => ({
  migration: '20260101_001_a',
  direction,
  position,
  cql: `statement ${position}`,
  hash: '',
  state,
  error: undefined,
  owner: undefined,
});

describe('the steps that runs left behind', () => {
  const applied = new Set(['20260101_001_a']);
  const none = new Set<string>();

  it.each([
    ['an upgrade of what is not applied', [step('upgrade', 1)], none, 'upgrade'],
    ['a rollback of what is applied', [step('downgrade', 1)], applied, 'downgrade'],
    ['the rollback of a part', [step('downgrade', 1), step('upgrade', 1)], none, 'downgrade'],
    ['a rollback, beside a step of an old upgrade', [step('upgrade', 1), step('downgrade', 1)], applied, 'downgrade'],
  ] as const)('show %s as unfinished', (_, steps, names, direction) => {
    const unfinished = unfinishedByName(steps, names).get('20260101_001_a');
    expect(unfinished).toMatchObject({ direction, steps: [step(direction, 1)], wasApplied: names === applied });
  });

  it.each([
    ['an upgrade of what is applied', [step('upgrade', 2, 'started')], applied],
    ['a rollback of what is not', [step('downgrade', 2, 'done')], none],
  ] as const)('do not show %s as unfinished: a run that had lost the lock wrote it late', (_, steps, names) => {
    expect(unfinishedByName(steps, names).size).toBe(0);
  });

  it('come in the order of their positions', () => {
    const { steps } = unfinishedByName([step('upgrade', 2), step('upgrade', 1)], none).get('20260101_001_a') ?? {};
    expect(steps?.map(({ position }) => position)).toEqual([1, 2]);
  });
});
