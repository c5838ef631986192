import { keyspaceNameProblem } from '../core/model/identifier.js';
import { atLeast, type Check, type Checks, object, truth } from '../core/options/check-options.js';
import { describeValue } from '../core/text/visible.js';
import { InvalidSyncOptionsError } from './errors.js';

export interface SyncOptions {
  /** Returns what would run, and sends nothing. */
  readonly dryRun?: boolean | undefined;
  /** Whether indexes that no entity declares any more are dropped. */
  readonly dropRemovedIndexes?: boolean | undefined;
  /** Seconds to wait for another run that holds the lock. */
  readonly lockWait?: number | undefined;
}

export interface SyncKeyspacesOptions extends SyncOptions {
  /** Keyspaces to sync in place of the connection's own, as with one for each tenant. They must exist. */
  readonly keyspace?: string | readonly string[] | undefined;
  /** How many keyspaces are synced at once: 4 by default. */
  readonly concurrency?: number | undefined;
}

const checks: Checks<SyncOptions> = { dryRun: truth, dropRemovedIndexes: truth, lockWait: atLeast(0) };

export const SYNC_OPTIONS: Check = object<SyncOptions>(checks);

export const PLAN_OPTIONS: Check = object<Pick<SyncOptions, 'dropRemovedIndexes'>>({ dropRemovedIndexes: truth });

export const SYNC_KEYSPACES_OPTIONS: Check = object<SyncKeyspacesOptions>({
  ...checks,
  keyspace: (value) => [value].flat().flatMap(keyspaceProblems),
  concurrency: atLeast(1),
});

/**
 * Makes sure that the options of a sync are those that were meant: a misspelt `dryRun` would change the database.
 * @throws InvalidSyncOptionsError with everything that is wrong
 */
export function assertSyncOptions(options: unknown, check: Check): void {
  const problems = check(options, '');
  if (problems.length > 0) throw new InvalidSyncOptionsError(problems);
}

function keyspaceProblems(name: unknown): readonly string[] {
  if (typeof name !== 'string') return [`keyspace must be a text or a list of texts, not ${describeValue(name)}`];
  const problem = keyspaceNameProblem(name);
  return problem === undefined ? [] : [`keyspace: ${problem}`];
}
