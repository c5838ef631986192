import { Command } from 'nest-commander';
import { applyMigrations } from '../actions/apply-migrations.js';
import { rollBackMigrations } from '../actions/roll-back-migrations.js';
import { rollBackTenants } from '../actions/roll-back-tenants.js';
import type { Run } from '../application/run.js';
import { showStatus } from '../actions/show-status.js';
import { applyToTenants, showTenantStatus } from '../actions/migrate-tenants.js';
import type { ExitCode } from '../settings/exit-code.js';
import { completeTask, oneTask } from '../settings/checks.js';
import type { OptionName } from '../settings/option-definitions.js';
import type { TaskSettings } from '../settings/settings.js';
import { CoodieDatabaseCommand } from './coodie-database.command.js';
import { CoodieMigrateApplyCommand } from './migrate-apply.command.js';
import { CoodieMigrateBaselineCommand } from './migrate-baseline.command.js';
import { CoodieMigrateCreateCommand } from './migrate-create.command.js';
import { CoodieMigrateGenerateCommand } from './migrate-generate.command.js';
import { CoodieMigrateLintCommand } from './migrate-lint.command.js';
import { CoodieMigrateLogCommand } from './migrate-log.command.js';
import { CoodieMigratePlanCommand } from './migrate-plan.command.js';
import { CoodieMigrateRenumberCommand } from './migrate-renumber.command.js';
import { CoodieMigrateRepairCommand } from './migrate-repair.command.js';
import { CoodieMigrateRollbackCommand } from './migrate-rollback.command.js';
import { CoodieMigrateSquashCommand } from './migrate-squash.command.js';
import { CoodieMigrateStatusCommand } from './migrate-status.command.js';
import { CoodieMigrateUnlockCommand } from './migrate-unlock.command.js';
import { CoodieMigrateVerifyCommand } from './migrate-verify.command.js';
import { MIGRATE_OPTIONS, TENANT_OPTIONS } from './options-of.js';

/** The command of old, with a flag for each task; its sub-commands say the same. */
@Command({
  name: 'migrate',
  description: 'Apply, show and roll back migrations; without a flag or a sub-command: apply',
  subCommands: [
    CoodieMigrateApplyCommand,
    CoodieMigrateStatusCommand,
    CoodieMigrateLogCommand,
    CoodieMigrateRollbackCommand,
    CoodieMigratePlanCommand,
    CoodieMigrateRepairCommand,
    CoodieMigrateBaselineCommand,
    CoodieMigrateCreateCommand,
    CoodieMigrateGenerateCommand,
    CoodieMigrateRenumberCommand,
    CoodieMigrateSquashCommand,
    CoodieMigrateLintCommand,
    CoodieMigrateVerifyCommand,
    CoodieMigrateUnlockCommand,
  ],
})
export class CoodieMigrateCommand extends CoodieDatabaseCommand {
  protected override readonly options: readonly OptionName[] = [
    'status',
    'check',
    'rollback',
    'steps',
    'target',
    'dryRun',
    ...TENANT_OPTIONS,
    ...MIGRATE_OPTIONS,
  ];
  protected override readonly checks = [oneTask, completeTask];

  protected override readonly actOnTenants = (run: Run): Promise<ExitCode> => {
    const { status, rollback } = run.settings.task;
    if (status) return showTenantStatus(run);
    return rollback ? rollBackTenants(run) : applyToTenants(run);
  };

  protected override act(run: Run): Promise<ExitCode> {
    const { status, rollback } = run.settings.task;
    if (status) return showStatus(run);
    return rollback ? rollBackMigrations(run) : applyMigrations(run);
  }

  protected override writes({ status, rollback, dryRun }: TaskSettings): boolean {
    return !status && !rollback && !dryRun;
  }
}
