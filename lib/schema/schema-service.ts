import type { EntityClass } from '../core/entity/metadata.js';
import type { Policy } from '../core/diff/policy.js';
import type { SchemaModel } from '../core/model/schema-model.js';
import type { ServerKind } from '../core/model/server-profile.js';
import { assertAllowed, planSchema, type SchemaPlan } from '../core/plan/plan-schema.js';
import type { Report } from '../core/progress.js';
import type { LeaseLock } from '../lock/lease-lock.js';
import { introspect, READS } from '../session/introspect.js';
import { probeServer } from '../session/probe-server.js';
import { ensureOwnTables, LOCK_TABLE } from '../session/own-tables.js';
import type { Database, DdlSession, Session } from '../session/session.js';
import { applyPlan } from './apply-plan.js';
import { SchemaDriftError } from './errors.js';
import { reportPlan, reportUnchanged } from './report-plan.js';
import { everything, onlyTable, type Target } from './target.js';
import { withPopulation } from './with-population.js';

export interface SyncOptions {
  /** Answers what would run, and sends nothing. */
  readonly dryRun?: boolean | undefined;
  /** Whether indexes that no entity declares any more are dropped. */
  readonly dropRemovedIndexes?: boolean | undefined;
  /** Seconds to wait for another run that holds the lock. */
  readonly lockWait?: number | undefined;
}

export interface SchemaServiceDependencies {
  /** The connected database; connects where that is still to do. */
  readonly database: () => Promise<Database>;
  readonly lock: (database: Database) => LeaseLock;
  /** The schema that the registered entities declare, with some more. */
  readonly declared: (more: readonly EntityClass[]) => SchemaModel;
  readonly policy: Policy;
  /** What the user says that the server is, where they do. */
  readonly serverKind?: ServerKind | undefined;
  /** Seconds. */
  readonly lockWait: number;
  readonly report: Report;
  readonly whenReady: () => Promise<void>;
}

/**
 * Keeps a live keyspace in step with the entities of one connection.
 * @publicApi
 */
export class SchemaService {
  constructor(private readonly dependencies: SchemaServiceDependencies) {}

  /**
   * Brings the table of one entity in step; answers the CQL that ran, or would run.
   * @throws UnsafeChangesError | LockHeldError | StatementFailedError | SchemaDisagreementError
   */
  syncTable(entity: EntityClass, options: SyncOptions = {}): Promise<readonly string[]> {
    return this.bringInStep(onlyTable(this.dependencies.declared([entity]), entity.name), options);
  }

  /**
   * Brings the tables and types of every entity in step; answers the CQL that ran, or would run.
   * @throws UnsafeChangesError | LockHeldError | StatementFailedError | SchemaDisagreementError
   */
  sync(options: SyncOptions = {}): Promise<readonly string[]> {
    return this.bringInStep(everything(this.dependencies.declared([])), options);
  }

  /** What stands between the live schema and the entities. Reads only. */
  async plan(options: Pick<SyncOptions, 'dropRemovedIndexes'> = {}): Promise<SchemaPlan> {
    const database = await this.dependencies.database();
    return this.look(database.onOneHost(), everything(this.dependencies.declared([])), this.policy(options));
  }

  /**
   * Makes sure that the live schema is what the entities declare. Reads only.
   * @throws SchemaDriftError
   */
  async verify(): Promise<void> {
    const plan = await this.plan();
    if (plan.changes.length > 0 || plan.drift.length > 0) throw new SchemaDriftError(plan);
  }

  /** Settles when the application's start-up migrations and sync are done; starts them where they have not begun. */
  whenReady(): Promise<void> {
    return this.dependencies.whenReady();
  }

  /** Most starts find nothing to do and take no lock; the rest look again once they hold it. */
  private async bringInStep(target: Target, options: SyncOptions): Promise<readonly string[]> {
    const startedAt = performance.now();
    const { report } = this.dependencies;
    const policy = this.policy(options);
    const database = await this.dependencies.database();
    const plan = await this.look(database.onOneHost(), target, policy);
    assertAllowed(plan, policy);
    if (options.dryRun) return plan.statements;
    if (plan.statements.length === 0) {
      reportUnchanged(report, target.desired, { plan, reads: READS, milliseconds: performance.now() - startedAt });
      return [];
    }
    return this.act(database, target, options);
  }

  private async act(database: Database, target: Target, options: SyncOptions): Promise<readonly string[]> {
    const ddl = await database.openDdl();
    try {
      await ensureOwnTables(ddl, [LOCK_TABLE]);
      const { lock, report, lockWait } = this.dependencies;
      return await lock(database).hold({ wait: options.lockWait ?? lockWait, report }, async (lease) => {
        await ddl.awaitAgreement(lease.signal);
        return this.applyLocked(ddl, target, { policy: this.policy(options), confirm: () => lease.confirm() });
      });
    } finally {
      await ddl.close();
    }
  }

  private async applyLocked(ddl: DdlSession, target: Target, { policy, confirm }: Locked): Promise<readonly string[]> {
    const { report } = this.dependencies;
    const plan = await this.look(ddl, target, policy);
    assertAllowed(plan, policy);
    reportPlan(report, plan);
    const missing = async () => (await this.look(ddl, target, policy)).statements;
    return applyPlan({ ddl, statements: plan.statements, keyspace: plan.keyspace, confirm, report, missing });
  }

  private async look(session: Session, { desired, inScope }: Target, policy: Policy): Promise<SchemaPlan> {
    const actual = inScope(await introspect(session));
    const plan = planSchema(actual, desired, { policy });
    if (plan.changes.length === 0) return plan;
    const server = await probeServer(session, this.dependencies.serverKind);
    return withPopulation(session, { actual, plan: planSchema(actual, desired, { policy, server }), server });
  }

  private policy({ dropRemovedIndexes }: Pick<SyncOptions, 'dropRemovedIndexes'>): Policy {
    const { policy } = this.dependencies;
    return { ...policy, dropRemovedIndexes: dropRemovedIndexes ?? policy.dropRemovedIndexes };
  }
}

interface Locked {
  readonly policy: Policy;
  readonly confirm: () => Promise<void>;
}
