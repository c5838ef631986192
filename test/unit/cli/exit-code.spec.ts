import { InterruptedError, UsageError } from '../../../lib/cli/settings/errors.js';
import { exitCodeOf } from '../../../lib/cli/settings/exit-code.js';
import { UnsafeChangesError } from '../../../lib/core/diff/errors.js';
import {
  InvalidStepsError,
  IrreversibleMigrationError,
  UnknownMigrationError,
} from '../../../lib/core/history/errors.js';
import { LockHeldError } from '../../../lib/lock/errors.js';
import { DestructiveStatementError } from '../../../lib/migrations/source/errors.js';
import { ConnectionFailedError, KeyspaceMissingError } from '../../../lib/session/errors.js';

const HOLDER = { owner: 'api:1:x', acquiredAt: undefined, renewedAt: undefined, expiresIn: 3 };

describe('exitCodeOf', () => {
  it.each([
    [2, 'wrong use', new UsageError(['no'])],
    [2, 'steps that cannot be meant', new InvalidStepsError(0)],
    [4, 'a held lock', new LockHeldError('catalog', HOLDER)],
    [5, 'changes that sync must not make', new UnsafeChangesError([])],
    [5, 'a destructive statement', new DestructiveStatementError([], 'Nothing was run.')],
    [130, 'Ctrl-C', new InterruptedError('SIGINT')],
    [129, 'a closed terminal', new InterruptedError('SIGHUP')],
    [143, 'a request to end', new InterruptedError('SIGTERM')],
    [1, 'an unknown target', new UnknownMigrationError('x', [])],
    [1, 'a migration with no way back', new IrreversibleMigrationError(['a.cql'])],
    [1, 'a missing keyspace', new KeyspaceMissingError('catalog')],
    [1, 'an unreachable host', new ConnectionFailedError([], new Error('no'))],
    [1, 'anything else', new TypeError('what')],
    [1, 'something that is no error', 'text'],
  ])('answers %i for %s', (code, _, error) => {
    expect(exitCodeOf(error)).toBe(code);
  });
});
