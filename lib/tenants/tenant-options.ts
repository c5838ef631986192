import { atLeast, type Check, object, text, truth } from '../core/options/check-options.js';
import { describeValue } from '../core/text/visible.js';
import { InvalidTenantsError } from './errors.js';

export interface TenantChoice {
  /** The keyspaces of the tenants to work on: by default all of them. */
  readonly only?: readonly string[] | undefined;
}

export interface TenantSyncOptions extends TenantChoice {
  /** Answers what would run, and sends nothing. */
  readonly dryRun?: boolean | undefined;
  /** Whether indexes that no entity declares any more are dropped. */
  readonly dropRemovedIndexes?: boolean | undefined;
  /** Seconds to wait for another run that holds the lock. */
  readonly lockWait?: number | undefined;
}

export interface TenantMigrateOptions extends TenantChoice {
  /** Answers what would run, and sends nothing. */
  readonly dryRun?: boolean | undefined;
  /** The last migration to apply: its name, or as much of it as is unique. */
  readonly target?: string | undefined;
  /** Seconds to wait for another run that holds the lock. */
  readonly lockWait?: number | undefined;
}

const only: Check = (value, path) =>
  Array.isArray(value) ? [] : [`${path} must be a list of keyspaces, not ${describeValue(value)}`];

const OPTIONS = {
  sync: object<TenantSyncOptions>({ only, dryRun: truth, dropRemovedIndexes: truth, lockWait: atLeast(0) }),
  migrate: object<TenantMigrateOptions>({ only, dryRun: truth, target: text, lockWait: atLeast(0) }),
  choose: object<TenantChoice>({ only }),
} as const satisfies Readonly<Record<string, Check>>;

/**
 * Makes sure that the options of a method are those that were meant: a misspelt `only` would change every tenant.
 * @throws InvalidTenantsError with everything that is wrong
 */
export function assertTenantOptions(method: keyof typeof OPTIONS, options: unknown): void {
  const problems = OPTIONS[method](options, '');
  if (problems.length > 0) throw new InvalidTenantsError(problems);
}
