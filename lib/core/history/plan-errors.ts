import { CoodieError } from '../error.js';

/** A file that is no plan. */
export class InvalidPlanError extends CoodieError {
  readonly code = 'COODIE_INVALID_PLAN';

  constructor(reason: string, cause?: unknown) {
    super(`The plan cannot be used: ${reason}. Nothing was run.`, {
      cause,
      hint: 'Make one: coodie migrate plan --out plan.json',
    });
  }
}

/** Something changed since a plan was made. */
export class PlanOutdatedError extends CoodieError {
  readonly code = 'COODIE_PLAN_OUTDATED';

  constructor(readonly differences: readonly string[]) {
    super(
      [
        'The plan is no longer what would be done:',
        ...differences.map((difference) => `  ${difference}`),
        'Nothing was run.',
      ].join('\n'),
      { hint: 'Make a new plan and look at it: coodie migrate plan --out plan.json' },
    );
  }
}

/** The migrations to roll back changed after the rollback was decided on. */
export class RollbackOutdatedError extends CoodieError {
  readonly code = 'COODIE_ROLLBACK_OUTDATED';

  constructor(
    readonly expected: readonly string[],
    readonly found: readonly string[],
  ) {
    super(
      [
        'Another run has changed what would be rolled back:',
        `  expected ${expected.length === 0 ? 'nothing' : expected.join(', ')}`,
        `  now      ${found.join(', ')}`,
        'Nothing was run.',
      ].join('\n'),
      { hint: 'See how things stand, and roll back again if that is still wanted: coodie migrate status' },
    );
  }
}

/** The effect of a repair changed after the repair was decided on. */
export class RepairOutdatedError extends CoodieError {
  readonly code = 'COODIE_REPAIR_OUTDATED';

  constructor(
    readonly expected: string,
    readonly found: string,
  ) {
    super(
      ['Something else would be recorded by now than what was asked for:', found, 'Nothing was recorded.'].join('\n'),
      { hint: 'See how things stand, and repair again if that is still wanted: coodie migrate status' },
    );
  }
}
