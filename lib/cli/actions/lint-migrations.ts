import type { LintFinding } from '../../core/lint/input/finding.js';
import type { LintReport } from '../../migrations/lint-source.js';
import { EXIT, type ExitCode } from '../settings/exit-code.js';
import { lintJson, presentLint } from '../../present/lint.presenter.js';
import type { Settings } from '../settings/settings.js';
import type { Terminal } from '../terminal/terminal.js';

/** Shows what the rules say; what is unsafe is refused. */
export function showLint(report: LintReport, { task }: Settings, terminal: Terminal): ExitCode {
  terminal.show({ text: presentLint(report, terminal.paint), json: lintJson(report) });
  const isRefused = ({ severity }: LintFinding) =>
    severity === 'error' || (task.denyWarnings && severity === 'warning');
  return report.findings.some(isRefused) ? EXIT.refused : EXIT.done;
}
