import { CoodieError } from '../core/error.js';

/** Options of the dashboard that cannot be meant, all of them at once. */
export class InvalidDashboardError extends CoodieError {
  readonly code = 'COODIE_INVALID_DASHBOARD';

  constructor(readonly problems: readonly string[]) {
    super(
      ['The options of CoodieDashboardModule are not right:', ...problems.map((problem) => `  ${problem}`)].join('\n'),
      {
        hint: 'For example: CoodieDashboardModule.register({ guards: [AdminGuard] }).',
      },
    );
  }
}
