import { InterruptedError, UsageError } from '../../../lib/cli/settings/errors.js';
import { errorJson, presentError } from '../../../lib/present/error.presenter.js';
import { PLAIN } from '../../../lib/present/paint.js';
import { LockHeldError } from '../../../lib/lock/errors.js';
import { DestructiveStatementError, MigrationFailedError } from '../../../lib/migrations/source/errors.js';
import { ConnectionFailedError, KeyspaceMissingError } from '../../../lib/session/errors.js';

const NOW = new Date('2026-03-03T12:00:00Z');
const present = (error: unknown, verbose = false) =>
  presentError(error, { paint: PLAIN, now: NOW, verbose }).split('\n');

const HELD = new LockHeldError('catalog', {
  owner: 'api-7d9f:1:5b2c',
  acquiredAt: new Date('2026-03-03T11:59:22Z'),
  renewedAt: new Date('2026-03-03T11:59:56Z'),
  expiresIn: 296,
});

describe('presentError', () => {
  it.each<[string, unknown, readonly string[]]>([
    [
      'who holds the lock',
      HELD,
      [
        '✖ Another run holds the migration lock of keyspace catalog.',
        '    owner   api-7d9f:1:5b2c   taken 38 seconds ago, renewed 4 seconds ago, expires in 296 s unless renewed',
        '  Wait for it: --lock-wait 120.  Look at it: coodie migrate unlock',
      ],
    ],
    [
      'one misuse in one line',
      new UsageError(['no such command']).of('coodie migrate aply'),
      ['✖ coodie migrate aply: no such command', '  coodie migrate aply --help'],
    ],
    [
      'several misuses one by one',
      new UsageError(['a', 'b']).of('coodie migrate'),
      ['✖ coodie migrate:', '  a', '  b', '  coodie migrate --help'],
    ],
    [
      'the message of a cause',
      new KeyspaceMissingError('catalog', new Error("Keyspace 'catalog' does not exist")),
      [
        '✖ There is no keyspace catalog.',
        "  caused by: Keyspace 'catalog' does not exist",
        expect.stringContaining('createKeyspace'),
      ],
    ],
    [
      'what each host says, and not the driver about all of them',
      new ConnectionFailedError(
        [{ host: 'a:9042', problem: 'connection refused' }],
        new Error('All host(s) tried failed'),
      ),
      [
        '✖ No host of the cluster answers.',
        '    a:9042   connection refused',
        expect.stringContaining('coodie cassandra'),
      ],
    ],
    [
      'a cause only once',
      new MigrationFailedError(
        { origin: 'a.cql', direction: 'upgrade', done: [], statement: undefined },
        new Error('boom'),
      ),
      ['✖ a.cql failed in upgrade: boom', '  No statement of it was applied.'],
    ],
    [
      'what stands after an interruption',
      new InterruptedError(
        'SIGINT',
        new MigrationFailedError(
          { origin: 'a.cql', direction: 'upgrade', done: ['CREATE x'], statement: undefined },
          new Error('stop'),
        ),
      ),
      ['✖ Interrupted by SIGINT: no further statement was sent.', '  a.cql is applied in part: CREATE x'],
    ],
    ['an error of others', new TypeError('x is no function'), ['✖ x is no function']],
    ['a text that was thrown', 'boom', ['✖ boom']],
  ])('says %s', (_, error, lines) => {
    expect(present(error)).toEqual(lines);
  });

  it('shows where in the code it comes from only when asked', () => {
    const error = new Error('outer', { cause: new Error('inner') });
    expect(present(error)).toEqual(['✖ outer', '  caused by: inner']);
    expect(present(error, true).filter((line) => line.includes('error.spec.ts')).length).toBeGreaterThanOrEqual(2);
  });
});

describe('errorJson', () => {
  it('has the facts as fields', () => {
    expect(JSON.parse(JSON.stringify(errorJson(HELD)))).toEqual({
      error: {
        code: 'COODIE_LOCK_HELD',
        message: expect.stringContaining('catalog'),
        hint: expect.stringContaining('--lock-wait'),
        facts: {
          keyspace: 'catalog',
          holder: {
            owner: 'api-7d9f:1:5b2c',
            acquiredAt: '2026-03-03T11:59:22.000Z',
            renewedAt: '2026-03-03T11:59:56.000Z',
            expiresIn: 296,
          },
        },
      },
    });
  });

  it('names a destructive statement', () => {
    const place = { cql: 'DROP TABLE a', origin: 'a.cql', destroys: 'drops a table' };
    expect(errorJson(new DestructiveStatementError([place], 'Nothing was run.')).error.facts).toEqual({
      statements: [place],
    });
  });

  it('takes what others throw', () => {
    expect(errorJson(new TypeError('what')).error).toEqual({
      code: 'COODIE_UNEXPECTED',
      message: 'what',
      hint: null,
      facts: {},
    });
  });
});
