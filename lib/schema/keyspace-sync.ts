import type { Ignore } from '../core/diff/ignored.js';
import type { Policy } from '../core/diff/risk.js';
import type { ServerKind, ServerProfile } from '../core/options/server-profile.js';
import { assertAllowed, planSchema, type SchemaPlan } from '../core/plan/plan-schema.js';
import { stepsOf } from '../core/plan/step.js';
import type { Report } from '../core/progress/progress.js';
import type { LeaseLock } from '../lock/lease-lock.js';
import { StatementClaims } from '../lock/statement-claims.js';
import { type LockContext, underLock } from '../lock/under-lock.js';
import { introspect, introspectWithMasks, READS } from '../session/introspect.js';
import { probeServer } from '../session/probe-server.js';
import type { Database, Session } from '../session/session.js';
import { inSpan, NO_TELEMETRY, type Span, type Telemetry } from '../session/telemetry.js';
import { applyPlan } from './apply-plan.js';
import { populatedTables } from './populated-tables.js';
import { reportPlan, reportUnchanged } from './report-plan.js';
import type { Target } from './target.js';

export interface KeyspaceSyncOptions {
  readonly database: Database;
  readonly target: Target;
  readonly policy: Policy;
  readonly ignore?: Ignore | undefined;
  readonly lock: (database: Database) => LeaseLock;
  readonly serverKind?: ServerKind | undefined;
  /** Asks a server what it is; by default it is asked each time. */
  readonly probe?: (session: Session) => Promise<ServerProfile>;
  /** Seconds. */
  readonly lockWait: number;
  /** Whether statements must name the keyspace, because the connection has another. */
  readonly qualify: boolean;
  readonly report: Report;
  readonly telemetry?: Telemetry | undefined;
}

/** Brings one keyspace in sync with what is declared for it. */
export class KeyspaceSync {
  private readonly telemetry: Telemetry;

  constructor(private readonly options: KeyspaceSyncOptions) {
    this.telemetry = options.telemetry ?? NO_TELEMETRY;
  }

  /** Differences between the keyspace and its declaration. Reads only. */
  async plan(): Promise<SchemaPlan> {
    return (await this.look(this.options.database.onOneHost())).plan;
  }

  /** The same for people to look at: the notes name masks as well. */
  async planForPeople(): Promise<SchemaPlan> {
    return (await this.look(this.options.database.onOneHost(), introspectWithMasks)).plan;
  }

  /** Most starts find nothing to do and take no lock; the rest look again once they hold it. */
  run(dryRun: boolean): Promise<readonly string[]> {
    return this.watched(dryRun, (span) => this.runIn(span, dryRun));
  }

  /** Runs work as this sync, for telemetry. */
  watched<T>(dryRun: boolean, work: (span: Span) => Promise<T>): Promise<T> {
    const attributes = () => ({ 'db.namespace': this.options.target.desired.keyspace, 'coodie.dry_run': dryRun });
    return inSpan({ telemetry: this.telemetry, name: 'coodie.sync', attributes }, work);
  }

  private async runIn(span: Span, dryRun: boolean): Promise<readonly string[]> {
    const startedAt = performance.now();
    const { policy, report, target } = this.options;
    const plan = await this.plan();
    span.note({ 'coodie.sync.statements': plan.statements.length });
    assertAllowed(plan, policy);
    if (dryRun) return plan.statements;
    if (plan.statements.length > 0) return this.act();
    reportUnchanged(report, target.desired, { plan, reads: READS, milliseconds: performance.now() - startedAt });
    return [];
  }

  private act(): Promise<readonly string[]> {
    const { database, lock, report, lockWait: wait } = this.options;
    return underLock({ database, lock, report, wait }, (held) => this.applyLocked(held));
  }

  /** The same for a caller that already holds the lock, and may have read the schema since. */
  async applyLocked({ ddl, lease }: Pick<LockContext, 'ddl' | 'lease'>, read = introspect): Promise<readonly string[]> {
    const { policy, report, database, qualify } = this.options;
    const { telemetry } = this;
    const { plan, server } = await this.look(ddl, read);
    assertAllowed(plan, policy);
    reportPlan(report, plan);
    const steps = stepsOf(plan.changes, server);
    const qualifier = qualify ? plan.keyspace : undefined;
    const claims = new StatementClaims({ ddl, lease, runtime: database.runtime, qualifier });
    return claims.during(steps, () => {
      const missing = async () => (await this.look(ddl)).plan.statements;
      const confirm = () => lease.confirm();
      return applyPlan({ ddl, steps, claims, keyspace: plan.keyspace, confirm, report, missing, telemetry });
    });
  }

  /** A plan without changes tells nothing of the server: it was not asked. */
  private async look(session: Session, read = introspect): Promise<Look> {
    const {
      target,
      policy,
      qualify,
      serverKind,
      ignore,
      probe = (asked) => probeServer(asked, serverKind),
    } = this.options;
    const actual = target.inScope(await read(session));
    const planning = { policy, qualify, ignore };
    const plan = planSchema(actual, target.desired, planning);
    if (target.isWhole) this.telemetry.know('drift', plan.keyspace, plan.drift.length);
    if (plan.changes.length === 0) return { plan, server: undefined };
    const [server, populated] = await Promise.all([probe(session), populatedTables(session, actual, plan)]);
    return { plan: planSchema(actual, target.desired, { ...planning, server, populated }), server: server.kind };
  }
}

interface Look {
  readonly plan: SchemaPlan;
  readonly server: ServerKind | undefined;
}
