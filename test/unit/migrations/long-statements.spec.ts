import { shownStatement } from '../../../lib/core/cql/mask-secrets.js';
import { readStatement } from '../../../lib/core/cql/statement.js';
import { ContextEndedError, StatementNotAwaitedError } from '../../../lib/migrations/run/errors.js';
import { refuseInBatch } from '../../../lib/migrations/run/guard.js';
import {
  DestructiveStatementError,
  EditedStatementError,
  MigrationFailedError,
} from '../../../lib/migrations/source/errors.js';
import { SeedFailedError } from '../../../lib/migrations/verify/seed-failed-error.js';
import { StatementFailedError, UnclearOutcomeError } from '../../../lib/session/errors.js';
import { ScratchEscapeError } from '../../../lib/session/scratch-database.js';

const LONG = `INSERT INTO t (id, text) VALUES (1, '${'x'.repeat(33_000)}')`;
const DROP = `DROP TABLE ${'t'.repeat(33_000)}`;
const cause = new Error(LONG);
const statement = { cql: LONG, origin: 'a.cql', position: { line: 1, column: 1 } };
const failure = { origin: 'a.cql', direction: 'upgrade', statement, done: [LONG, LONG] } as const;

const ERRORS: Readonly<Record<string, () => Error>> = {
  'a statement that failed': () => new StatementFailedError(LONG, 1, 2, cause),
  'an unclear outcome': () => new UnclearOutcomeError(LONG, cause),
  'a migration that failed': () => new MigrationFailedError(failure, new Error('refused')),
  'a migration that failed after many statements': () =>
    new MigrationFailedError({ ...failure, done: Array.from({ length: 100_000 }, () => 'SELECT 1') }, new Error('no')),
  'a destructive statement': () =>
    new DestructiveStatementError([{ ...statement, cql: DROP, destroys: 'drops a table' }], 'Nothing was sent.'),
  'many destructive statements': () =>
    new DestructiveStatementError(
      Array.from({ length: 1_000 }, () => ({ ...statement, cql: 'DROP TABLE t', destroys: 'drops a table' })),
      'Nothing was sent.',
    ),
  'an edited statement': () => new EditedStatementError('a.cql', LONG, DROP),
  'statements that were not awaited': () => new StatementNotAwaitedError([LONG, LONG]),
  'a context that has ended': () => new ContextEndedError('a.ts', LONG),
  'a statement that would leave the scratch keyspace': () => new ScratchEscapeError(LONG, 'changes the keyspace shop'),
  'a seed that was refused': () => new SeedFailedError('20260101_001_a', statement, cause),
  'a batch that drops something': () => thrownBy(() => refuseInBatch([readStatement(DROP)], 'a.ts')),
};

function thrownBy(work: () => void): Error {
  try {
    work();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('nothing was thrown');
}

describe('the message of', () => {
  it.each(Object.entries(ERRORS))('%s is short, however long the statement is', (_, make) => {
    const { message } = make();
    expect(message.length).toBeGreaterThan(20);
    expect(message.length).toBeLessThan(5_000);
  });

  it('an error keeps the whole statement as a field', () => {
    expect(new StatementFailedError(LONG, 1, 2, cause).cql).toBe(LONG);
  });
});

describe('a statement of which nobody knows whether it took effect', () => {
  const unclear = new UnclearOutcomeError('CREATE TABLE t (id int PRIMARY KEY)', new Error('timed out'));

  it('is looked for by a sync that is run again; in a migration somebody says what became of it', () => {
    expect(new StatementFailedError(unclear.cql, 1, 1, unclear).hint).toMatch(/^Run this again/);
    expect(new MigrationFailedError(failure, unclear).hint).toContain('coodie migrate repair --done NAME');
  });
});

describe('a statement in a message', () => {
  it('is whole where it is short, without its secrets', () => {
    expect(shownStatement("CREATE ROLE r WITH PASSWORD = 'secret'")).toBe("CREATE ROLE r WITH PASSWORD = '***'");
  });

  it('is cut where it is long, says so, and cuts no character in two', () => {
    expect(shownStatement(LONG)).toMatch(/^INSERT INTO .*x… \(33,0\d\d characters\)$/);
    for (const start of ['', 'x']) {
      const shown = shownStatement(`${start}${'😀'.repeat(1_000)}`);
      expect(() => encodeURIComponent(shown)).not.toThrow();
      expect(shown).toContain('😀…');
    }
  });
});
