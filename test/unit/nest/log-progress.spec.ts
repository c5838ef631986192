import { presentProgress } from '../../../lib/present/progress.presenter.js';
import { PLAIN } from '../../../lib/present/paint.js';
import type { Progress } from '../../../lib/core/progress/progress.js';
import { logProgress } from '../../../lib/nest/log-progress.js';

const HOSTILE = 'x\n[Nest] FAKE\r\u001B[2J\u009B\u202E';
const SHOWN = String.raw`x\n[Nest] FAKE\r\x1b[2J\x9b\u202e`;
const HOLDER = { owner: HOSTILE, acquiredAt: undefined, renewedAt: undefined, expiresIn: 3 };
const STATEMENT = { cql: `DROP TABLE "${HOSTILE}"`, position: 1, migration: HOSTILE };

/** Everything that carries a text from the database, a file or the application. */
const EVENTS: readonly Progress[] = [
  { kind: 'lock-waiting', holder: HOLDER, seconds: 3 },
  { kind: 'lock-taken', keyspace: 'catalog', owner: HOSTILE },
  { kind: 'migrations-passed-over', names: [HOSTILE, HOSTILE] },
  { kind: 'migration-started', name: HOSTILE, direction: 'upgrade' },
  { kind: 'migration-finished', name: HOSTILE, direction: 'upgrade', statements: 1, milliseconds: 1 },
  { kind: 'statement-finished', ...STATEMENT, milliseconds: 1 },
  { kind: 'statement-known', ...STATEMENT },
  {
    kind: 'schema-changes',
    keyspace: 'catalog',
    changes: [{ text: HOSTILE, statements: [STATEMENT.cql], warning: HOSTILE }],
  },
  { kind: 'schema-drift', keyspace: 'catalog', drift: [HOSTILE] },
];

/** Messages have lines of their own. */
const MESSAGES: readonly Progress[] = [
  { kind: 'connect-failed', message: HOSTILE, attempt: 1, attempts: 3 },
  { kind: 'lock-not-released', owner: HOSTILE, message: HOSTILE, expiresAt: new Date(0), seconds: 3 },
  { kind: 'migration-log', level: 'log', message: HOSTILE },
  { kind: 'hook-failed', hook: 'Hooks.after', message: HOSTILE },
];

function logged(progress: Progress): readonly string[] {
  const lines: string[] = [];
  const note = (message: unknown) => lines.push(String(message));
  logProgress({ log: note, warn: note, error: note, debug: note })(progress);
  return lines;
}

const presented = (progress: Progress) =>
  presentProgress(progress, { paint: PLAIN, width: 1_000, verbose: true, owner: HOSTILE });

// oxlint-disable-next-line no-control-regex -- control characters are the subject here
const OBEYED = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202E]/;

describe.each([
  ["Nest's log", logged],
  ['the command line', presented],
])('progress in %s', (_, linesOf) => {
  it.each(EVENTS)('$kind: a text from elsewhere neither breaks a line nor is obeyed', (progress) => {
    for (const line of linesOf(progress)) expect(line).not.toMatch(/[\n]|FAKE\r/);
    expect(linesOf(progress).join('\n')).not.toMatch(OBEYED);
  });

  it.each(MESSAGES)('$kind: nothing in a message is obeyed', (progress) => {
    const text = linesOf(progress).join('\n');
    expect(text).not.toMatch(OBEYED);
    expect(text).toContain(String.raw`FAKE\r\x1b[2J`);
  });

  it('shows what the owner of a lock is really called', () => {
    expect(linesOf({ kind: 'lock-waiting', holder: HOLDER, seconds: 3 }).join()).toContain(SHOWN);
  });
});
