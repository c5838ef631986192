import { isPlan } from '../core/history/migration-plan.js';
import {
  anything,
  atLeast,
  must,
  object,
  oneOf,
  required,
  text,
  texts,
  truth,
  type Check,
} from '../core/options/check-options.js';
import type { BaselineOptions } from './baseline.js';
import { InvalidMigrationOptionsError } from './source/errors.js';
import type { ApplyOptions, LogOptions, PlanOptions, RollbackOptions } from './migration-options.js';
import type { RepairOptions } from './repair-record.js';

const OUT_OF_ORDER = oneOf(['error', 'apply', 'skip']);

/** Options of each method; the number of steps has an error of its own. */
const OPTIONS = {
  apply: object<ApplyOptions>({
    target: text,
    outOfOrder: OUT_OF_ORDER,
    dryRun: truth,
    plan: must('a plan, as `plan()` makes it', isPlan),
    lockWait: atLeast(0),
  }),
  plan: object<PlanOptions>({ target: text, outOfOrder: OUT_OF_ORDER }),
  rollback: object<RollbackOptions>({
    steps: anything,
    target: text,
    expected: texts,
    dryRun: truth,
    lockWait: atLeast(0),
  }),
  repair: required(
    ['action'],
    object<RepairOptions>({
      action: oneOf(['done', 'not-done', 'accept', 'forget']),
      migration: text,
      statement: atLeast(1),
      reason: text,
      dryRun: truth,
      expected: text,
      lockWait: atLeast(0),
    }),
  ),
  baseline: required(
    ['target'],
    object<BaselineOptions>({ target: text, reason: text, dryRun: truth, lockWait: atLeast(0) }),
  ),
  log: object<LogOptions>({ limit: atLeast(0) }),
} as const satisfies Readonly<Record<string, Check>>;

/**
 * Makes sure that the options of a method are those that were meant: a misspelt `dryRun` would run migrations.
 * @throws InvalidMigrationOptionsError with everything that is wrong
 */
export function assertMigrationOptions(method: keyof typeof OPTIONS, options: unknown): void {
  const problems = OPTIONS[method](options, '');
  if (problems.length > 0) throw new InvalidMigrationOptionsError(method, problems);
}
