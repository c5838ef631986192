import {
  anything,
  atLeast,
  type Check,
  isPlainObject,
  must,
  object,
  text,
  truth,
} from '../core/options/check-options.js';
import type { TenantChoice } from '../core/tenants/tenant-names.js';
import { describeValue } from '../core/text/visible.js';
import type {
  TenantLogOptions,
  TenantMigrateOptions,
  TenantPlanOptions,
  TenantRollbackOptions,
} from '../migrations/migration-tenants.js';
import type { TenantSyncOptions } from '../schema/schema-tenants.js';
import { InvalidTenantsError } from './errors.js';

const only: Check = (value, path) =>
  Array.isArray(value) ? [] : [`${path} must be a list of keyspaces, not ${describeValue(value)}`];

const OPTIONS = {
  sync: object<TenantSyncOptions>({ only, dryRun: truth, dropRemovedIndexes: truth, lockWait: atLeast(0) }),
  migrate: object<TenantMigrateOptions>({ only, dryRun: truth, target: text, lockWait: atLeast(0) }),
  // The number of steps has an error of its own.
  rollback: object<TenantRollbackOptions>({
    only,
    steps: anything,
    target: text,
    expected: must('the names of migrations by tenant', isPlainObject),
    dryRun: truth,
    lockWait: atLeast(0),
  }),
  plan: object<TenantPlanOptions>({ only, target: text }),
  log: object<TenantLogOptions>({ only, limit: atLeast(0) }),
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
