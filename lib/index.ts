export { CoodieError } from './core/error.js';
export type { Change } from './core/diff/change.js';
export type { Difference, DifferencePart, SchemaObject } from './core/diff/difference.js';
export { UnsafeChangesError } from './core/diff/errors.js';
export type { Risk } from './core/diff/risk.js';
export {
  Entity,
  MaterializedView,
  UserType,
  type EntityOptions,
  type MaterializedViewOptions,
  type UserTypeOptions,
} from './core/entity/class.decorators.js';
export type { EntityClass } from './core/entity/metadata.js';
export {
  ClusteringKey,
  Column,
  Field,
  Indexed,
  PartitionKey,
  type ClusteringKeyOptions,
  type ColumnOptions,
  type FieldOptions,
  type IndexedOptions,
} from './core/entity/property.decorators.js';
export { MigrationDirectoryMissingError } from './core/history/directory-error.js';
export {
  AmbiguousMigrationError,
  ChangedMigrationsError,
  InvalidStepsError,
  IrreversibleMigrationError,
  MigrationFilesError,
  MissingMigrationsError,
  NothingToRepairError,
  OutOfOrderMigrationsError,
  PendingMigrationsError,
  RenamedMigrationsError,
  UnfinishedMigrationsError,
  UnknownMigrationError,
} from './core/history/errors.js';
export { UnclearRollbackError } from './core/history/unclear-rollback-error.js';
export type {
  MigrationFailure,
  MigrationState,
  MigrationStatus,
  OutOfOrderPolicy,
  RepairAction,
} from './core/history/history.js';
export type { MigrationPlan, PlannedMigration, PlannedStatement } from './core/history/migration-plan.js';
export {
  InvalidPlanError,
  PlanOutdatedError,
  RepairOutdatedError,
  RollbackOutdatedError,
} from './core/history/plan-errors.js';
export { SquashUnfitError } from './core/history/squash-errors.js';
export type { LintFinding, LintSeverity } from './core/lint/input/finding.js';
export type { LockHolder } from './core/progress/lock-holder.js';
export { CqlSyntaxError } from './core/cql/split-script.js';
export { InvalidCqlTypeError, InvalidEntitiesError } from './core/model/errors.js';
export type { TableOptions } from './core/options/table-options.js';
export type { PlannedChange, SchemaPlan } from './core/plan/plan-schema.js';
export type { SchemaNote } from './core/plan/unmanaged-notes.js';
export type { Progress, Report } from './core/progress/progress.js';
export { ContradictionError } from './core/replay/contradiction-error.js';
export { FileChangedError, MissingCompilerError, SourceSyntaxError, UnreadableFileError } from './load/errors.js';
export {
  EarlierStatementsError,
  InvalidLockWaitError,
  LeaseLostError,
  LockHeldError,
  LockHiddenError,
  LockNotRemovableError,
  UnreadableClaimsError,
} from './lock/errors.js';
export {
  DestructiveStatementError,
  EditedStatementError,
  InvalidMigrationOptionsError,
  MigrationFailedError,
  MigrationHookError,
  MigrationLoadError,
  UnsupportedStatementError,
} from './migrations/source/errors.js';
export { SeedFailedError } from './migrations/verify/seed-failed-error.js';
export { ContextEndedError, StalledDryRunError, StatementNotAwaitedError } from './migrations/run/errors.js';
export { HiddenHistoryError, UnknownHistoryError } from './migrations/history/errors.js';
export type { BaselineOptions } from './migrations/baseline.js';
export type { Ending, MigrationEvent, MigrationHooks, RunEvent, StatementEvent } from './migrations/run/hooks.js';
export type { LintReport } from './migrations/lint-source.js';
export type {
  BackfillOptions,
  BackfillResult,
  BackfillStatement,
  BackfillWrites,
  BackgroundBackfill,
} from './backfill/backfill-options.js';
export type { BackfillDefinition, CopyDefinition } from './backfill/background/background-definition.js';
export { BackfillService } from './backfill/background/backfill-service.js';
export type { ResumeBackfillOptions, RunBackfillOptions } from './backfill/background/prepare-run.js';
export type { BackfillStatus } from './backfill/backfill-status.js';
export type { DeadRow } from './backfill/range-rows.js';
export type { BackfillTrial } from './backfill/try-backfill.js';
export type { BackfillVerification, SparkExport, VerifyBackfillOptions } from './backfill/background/results.js';
export type { BackfillCondition } from './backfill/state-row.js';
export {
  BackfillNotRunningError,
  BackfillNotVerifiedError,
  BackfillRefusedError,
  BackfillStoppedError,
  BackfillUnfinishedError,
  BackfillUnknownError,
} from './backfill/errors.js';
export type { CopyTableOptions } from './backfill/copy/copy-options.js';
export { CopyDiffersError } from './backfill/copy/errors.js';
export {
  Migration,
  type BatchOptions,
  type BatchStatement,
  type MigrationContext,
  type MigrationLogger,
  type StreamRowsOptions,
} from './migrations/source/migration.js';
export type { ApplyOptions, PlanOptions, RollbackOptions } from './migrations/migration-options.js';
export { MigrationService } from './migrations/migration-service.js';
export type { RepairOptions, RepairResult } from './migrations/repair-record.js';
export type { MigrationResult } from './migrations/run/migration-result.js';
export { CoodieBootstrap } from './nest/coodie.bootstrap.js';
export {
  getBackfillServiceToken,
  getClientToken,
  getMigrationServiceToken,
  getSchemaServiceToken,
  getTenantServiceToken,
  InjectBackfillService,
  InjectClient,
  InjectMigrationService,
  InjectSchemaService,
  InjectTenantService,
} from './nest/coodie.decorators.js';
export { Backfill } from './nest/backfill.decorator.js';
export { CoodieMigrationHooks } from './nest/migration-hooks.decorator.js';
export { CoodieModule } from './nest/coodie.module.js';
export type {
  CoodieModuleAsyncOptions,
  CoodieModuleOptions,
  CoodieOptionsFactory,
} from './nest/coodie-options.interface.js';
export {
  ConnectionNamesError,
  InvalidOptionsError,
  ServiceLoadedTwiceError,
  ServiceNotFoundError,
  ServiceTypeMissingError,
} from './nest/errors.js';
export {
  InvalidSyncOptionsError,
  KeyspacesFailedError,
  ResetRefusedError,
  SchemaDriftError,
  type KeyspaceFailure,
} from './schema/errors.js';
export { SchemaService } from './schema/schema-service.js';
export type { SyncKeyspacesOptions, SyncOptions } from './schema/sync-options.js';
export {
  AuthenticationFailedError,
  ConnectionFailedError,
  InvalidConnectionError,
  KeyspaceMissingError,
  NoHostAnswersError,
  ReplicationError,
  SchemaDisagreementError,
  SilentHostsError,
  StatementFailedError,
  UnclearOutcomeError,
} from './session/errors.js';
export { TenantElsewhereError } from './session/tenant-registry.js';
export {
  InvalidTenantsError,
  TenantHistoryTwiceError,
  TenantKeyspaceNamedError,
  TenantsFailedError,
  type TenantFailure,
} from './tenants/errors.js';
export type {
  MigratedTenant,
  MigrationTenants,
  TenantLog,
  TenantLogOptions,
  TenantMigrateOptions,
  TenantPlanOptions,
  TenantRollbackOptions,
  TenantStatus,
} from './migrations/migration-tenants.js';
export type { SchemaTenants, SyncedTenant, TenantSyncOptions } from './schema/schema-tenants.js';
export { TenantService } from './tenants/tenant-service.js';
export type { TenantChoice } from './core/tenants/tenant-names.js';
export type { TenantOutcome } from './core/tenants/tenant-outcome.js';
export { ScratchEscapeError } from './session/scratch-database.js';
export type { Consistency, Row } from './session/session.js';
