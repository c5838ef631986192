import { lintSource, type LintReport } from '../../migrations/lint-source.js';
import { MigrationDirectory } from '../../migrations/source/migration-directory.js';
import { inApplication, type ApplicationWork } from './in-application.js';

/** Lints the migrations of the application, where there is one, else those of the directory, with nothing to inject. */
export async function lintReport(circumstances: Omit<ApplicationWork, 'writes' | 'lazy'>): Promise<LintReport> {
  const { opener, settings } = circumstances;
  const { app, migrationsDir = 'migrations' } = settings.application;
  if (opener.kind === 'from-settings' && app === undefined) {
    return lintSource(
      new MigrationDirectory(migrationsDir, async (migration) => new migration()),
      settings.connection.keyspace,
    );
  }
  return inApplication({ ...circumstances, writes: false, lazy: true }, ({ application }) =>
    application.migrations.lint(),
  );
}
