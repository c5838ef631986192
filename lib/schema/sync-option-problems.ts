import { keyspaceNameProblem } from '../core/model/keyspace-name.js';
import { describeValue } from '../core/model/options/describe-value.js';
import { suggestion } from '../core/model/options/suggestion.js';
import { InvalidSyncOptionsError } from './errors.js';
import type { SyncKeyspacesOptions, SyncOptions } from './sync-options.js';

type Check = (value: unknown) => readonly string[];

const truth = (name: string): Check => must(name, 'be true or false', (value) => typeof value === 'boolean');
const atLeast = (name: string, least: number): Check =>
  must(name, `be a number from ${least}`, (value) => typeof value === 'number' && value >= least);

export const SYNC_OPTIONS: Readonly<Record<keyof SyncOptions, Check>> = {
  dryRun: truth('dryRun'),
  dropRemovedIndexes: truth('dropRemovedIndexes'),
  lockWait: atLeast('lockWait', 0),
};

export const SYNC_KEYSPACES_OPTIONS: Readonly<Record<keyof SyncKeyspacesOptions, Check>> = {
  ...SYNC_OPTIONS,
  keyspace: (value) => [value].flat().flatMap(keyspaceProblems),
  concurrency: atLeast('concurrency', 1),
};

/**
 * Makes sure that the options of a sync are those that were meant: a misspelt `dryRun` would change the database.
 * @throws InvalidSyncOptionsError with everything that is wrong
 */
export function assertSyncOptions(options: object, known: Readonly<Record<string, Check>>): void {
  const problems = Object.entries(options).flatMap(([name, value]) => {
    const check = Object.hasOwn(known, name) ? known[name] : undefined;
    if (!check) return [`${name} is no option${suggestion(name, Object.keys(known))}`];
    return value === undefined ? [] : check(value);
  });
  if (problems.length > 0) throw new InvalidSyncOptionsError(problems);
}

function must(name: string, wanted: string, isRight: (value: unknown) => boolean): Check {
  return (value) => (isRight(value) ? [] : [`${name} must ${wanted}, not ${describeValue(value)}`]);
}

function keyspaceProblems(name: unknown): readonly string[] {
  if (typeof name !== 'string') return [`keyspace must be a text or a list of texts, not ${describeValue(name)}`];
  const problem = keyspaceNameProblem(name);
  return problem === undefined ? [] : [`keyspace: ${problem}`];
}
