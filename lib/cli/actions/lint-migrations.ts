import type { LintFinding } from '../../core/lint/input/finding.js';
import { lintSource, type LintReport } from '../../migrations/lint-source.js';
import { MigrationDirectory } from '../../migrations/source/migration-directory.js';
import { inApplication, type ApplicationWork } from '../application/in-application.js';
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

/** Lints the migrations of the application, where there is one, else those of the directory, with nothing to inject. */
export async function lintReport(work: Omit<ApplicationWork, 'writes' | 'lazy'>): Promise<LintReport> {
  const { opener, settings } = work;
  const { app, migrationsDir = 'migrations' } = settings.application;
  if (opener.kind === 'from-settings' && app === undefined) {
    return lintSource(
      new MigrationDirectory(migrationsDir, async (migration) => new migration()),
      settings.connection.keyspace,
    );
  }
  return inApplication({ ...work, writes: false, lazy: true }, ({ application }) => application.migrations.lint());
}
