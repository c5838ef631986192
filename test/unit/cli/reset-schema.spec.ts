import { resetSchema } from '../../../lib/cli/actions/reset-schema.js';
import { answeringRun, type User } from './answering-run.js';

const PLAN = { statements: ['DROP TABLE catalog.shops'], left: ['_coodie_migrations_lock'], ignored: [] };

/** A run whose application only remembers whether it was emptied. */
function fakeRun(
  flags: Readonly<Record<string, unknown>>,
  { plan = PLAN, ...user }: User & { plan?: typeof PLAN } = {},
) {
  const dropped: string[] = [];
  const application = {
    keyspace: 'catalog',
    planReset: async () => plan,
    reset: async () => {
      dropped.push(...plan.statements);
      return plan;
    },
  };
  return { ...answeringRun(application, flags, user), dropped };
}

interface Case {
  readonly yes?: boolean;
  readonly said?: string;
  readonly isTTY?: boolean;
  readonly answer?: boolean;
}

const QUESTION = 'Drop all of this, with its data, from keyspace catalog?';

describe('resetSchema', () => {
  it('shows on a terminal what it would drop, asks, and takes no for an answer', async () => {
    const { run, asked, dropped, streams } = fakeRun({});
    expect(await resetSchema(run, undefined)).toBe(1);
    expect([asked, dropped]).toEqual([[QUESTION], []]);
    expect(streams.written.output).toBe(
      'catalog · 1 object would be dropped, with all data\n\n    DROP TABLE catalog.shops;\n' +
        '  left: _coodie_migrations_lock, which keeps other runs out\nNothing was dropped.\n',
    );
  });

  it.each([
    ['who says yes', { answer: true }, { questions: [QUESTION] }],
    ['who said --yes and the name', { yes: true, said: 'catalog' }, { questions: [] }],
    ['in a pipe, with --yes and the name', { yes: true, said: 'catalog', isTTY: false }, { questions: [] }],
  ])('drops for one %s', async (_, { yes, said, ...circumstances }: Case, { questions }) => {
    const { run, asked, dropped } = fakeRun({ yes }, circumstances);
    expect(await resetSchema(run, said)).toBe(0);
    expect([asked, dropped]).toEqual([questions, PLAN.statements]);
  });

  it.each([
    ['in a pipe without --yes', { isTTY: false, said: 'catalog' }, '--yes is not said'],
    ['with --yes on a terminal, but no name', { yes: true }, 'the keyspace is not named'],
    ['in a pipe without either', { isTTY: false }, '--yes is not said, and the keyspace is not named'],
    ['where another keyspace is named', { yes: true, said: 'other' }, 'is other, but the settings say catalog'],
  ])('drops nothing %s', async (_, { yes, said, ...circumstances }: Case, message) => {
    const { run, asked, dropped } = fakeRun({ yes }, circumstances);
    await expect(resetSchema(run, said)).rejects.toThrow(message);
    expect([asked, dropped]).toEqual([[], []]);
  });

  it('has nothing to ask where there is nothing to drop', async () => {
    const { run, asked, dropped } = fakeRun({}, { plan: { ...PLAN, statements: [] } });
    expect(await resetSchema(run, undefined)).toBe(0);
    expect([asked, dropped]).toEqual([[], []]);
  });
});
