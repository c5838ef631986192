import { LeaseLostError } from '../../../lib/lock/errors.js';
import { Journal, type Step } from '../../../lib/migrations/history/journal.js';
import type { Session } from '../../../lib/session/session.js';
import { systemRuntime } from '../../../lib/session/runtime.js';

const STEP: Step = {
  migration: '20260101_001_a',
  direction: 'upgrade',
  position: 1,
  cql: 'CREATE TABLE a (id int PRIMARY KEY)',
};

describe('the journal of a run that has lost its lock', () => {
  it.each<[string, (journal: Journal) => Promise<void>]>([
    ['that a statement is about to be sent', (journal) => journal.begun(STEP, 'started')],
    ['that a migration in code begins', (journal) => journal.began(STEP.migration, 'upgrade')],
    ['that a statement is done', (journal) => journal.done(STEP, 1)],
    ['that a statement has failed', (journal) => journal.failed(STEP, 'no')],
    ['that a migration in code has failed', (journal) => journal.stopped(STEP.migration, 'upgrade', 'no')],
    ['that its steps count no more', (journal) => journal.cleared(STEP.migration)],
  ])('does not note %s', async (_, write) => {
    const sent: string[] = [];
    const execute = async (cql: string) => {
      sent.push(cql);
      return { rows: [], applied: true };
    };
    const lost = new LeaseLostError('owner', 'another run took it, or it was removed');
    const recorder = {
      owner: 'owner',
      runBy: 'tests',
      runId: '1',
      version: '0',
      runtime: systemRuntime,
      appliedAt: () => new Date(0),
    };
    const lease = { assertHeld: () => Promise.reject(lost) };
    const journal = new Journal({ keyspace: 'shop', execute } as unknown as Session, { recorder, lease });
    await expect(write(journal)).rejects.toBe(lost);
    expect(sent).toEqual([]);
  });
});
