import { rollBackMigrations } from '../../../lib/cli/actions/roll-back-migrations.js';
import { unlock } from '../../../lib/cli/actions/unlock.js';
import type { LockHolder } from '../../../lib/core/progress/lock-holder.js';
import type { RollbackOptions } from '../../../lib/migrations/migration-options.js';
import { answeringRun, type User } from './answering-run.js';

const HOLDER: LockHolder = { owner: 'api:1:x', acquiredAt: undefined, renewedAt: undefined, expiresIn: 200 };

/** A run whose application only remembers what was asked of it. */
function fakeRun(
  flags: Readonly<Record<string, unknown>>,
  { holder = HOLDER, ...user }: User & { holder?: LockHolder } = {},
) {
  const called: unknown[] = [];
  const application = {
    keyspace: 'catalog',
    migrations: {
      rollback: async ({ dryRun, expected }: RollbackOptions) => {
        called.push(dryRun ? 'dry run' : `rollback of ${expected?.join() ?? 'anything'}`);
        return [{ name: 'a', direction: 'downgrade', dryRun, statements: ['DROP TABLE a'], milliseconds: 1 }];
      },
    },
    lock: async () => ({
      holder: async () => holder,
      remove: async () => {
        called.push('remove');
        return true;
      },
    }),
  };
  return { ...answeringRun(application, flags, user), called };
}

const UNASKED = { questions: [], last: 'rollback of anything' };

describe('rollBackMigrations', () => {
  it('shows the exact statements before it asks, and takes no for an answer', async () => {
    const { run, asked, called, streams } = fakeRun({});
    expect(await rollBackMigrations(run)).toBe(1);
    expect(asked).toEqual(['Roll back 1 migration?']);
    expect(called).toEqual(['dry run']);
    expect(streams.written.output).toBe(
      'catalog · 1 to roll back\n\n  a\n    DROP TABLE a;  -- destructive\n\nNothing was changed.\n',
    );
  });

  it.each([
    ['who says yes', {}, { answer: true }, { questions: ['Roll back 1 migration?'], last: 'rollback of a' }],
    ['who said --yes', { yes: true }, {}, UNASKED],
    ['in a pipe', {}, { isTTY: false }, UNASKED],
    ['for --json', { json: true }, {}, UNASKED],
  ])('runs %s', async (_, flags, circumstances, { questions, last }) => {
    const { run, asked, called } = fakeRun(flags, circumstances);
    expect(await rollBackMigrations(run)).toBe(0);
    expect(asked).toEqual(questions);
    expect(called.at(-1)).toBe(last);
  });

  it('does not ask for a dry run', async () => {
    const { run, asked, called } = fakeRun({ dryRun: true });
    expect(await rollBackMigrations(run)).toBe(0);
    expect([asked, called]).toEqual([[], ['dry run']]);
  });
});

describe('unlock', () => {
  it('shows the holder before it asks, and takes no for an answer', async () => {
    const { run, called, streams } = fakeRun({});
    expect(await unlock(run)).toBe(1);
    expect(called).toEqual([]);
    expect(streams.written.output).toContain('  owner   api:1:x   expires in 200 s unless renewed\n');
  });

  it.each([
    ['who says yes', {}, { answer: true }],
    ['who said --yes', { yes: true }, { isTTY: false }],
  ])('removes the lock for one %s', async (_, flags, circumstances) => {
    const { run, called } = fakeRun(flags, circumstances);
    expect(await unlock(run)).toBe(0);
    expect(called).toEqual(['remove']);
  });

  it('wants --yes in a pipe', async () => {
    const { run, called } = fakeRun({}, { isTTY: false });
    await expect(unlock(run)).rejects.toMatchObject({ code: 'COODIE_USAGE', hint: expect.stringContaining('--yes') });
    expect(called).toEqual([]);
  });
});
