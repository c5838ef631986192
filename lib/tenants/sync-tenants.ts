import type { Policy } from '../core/diff/risk.js';
import { canonicalReplication } from '../core/model/replication.js';
import type { SchemaModel } from '../core/model/schema-model.js';
import { assertAllowed, type Planning, planSchema, type SchemaPlan } from '../core/plan/plan-schema.js';
import { homeOf } from '../core/tenants/tenant-home.js';
import type { TenantOutcome } from '../core/tenants/tenant-outcome.js';
import { KeyspaceSync } from '../schema/keyspace-sync.js';
import type { SyncedTenant } from '../schema/schema-tenants.js';
import { everything } from '../schema/target.js';
import { populatedTables } from '../schema/populated-tables.js';
import { KeyspaceMissingError } from '../session/errors.js';
import { inTurns } from '../session/in-time.js';
import { introspectMany } from '../session/introspect-many.js';
import { probeServer } from '../session/probe-server.js';
import type { Database, Session } from '../session/session.js';
import { surveyTenants } from '../session/survey-tenants.js';
import { tenantDatabase, TenantDdl } from '../session/tenant-database.js';
import { SchemasAhead } from './schemas-ahead.js';
import type { TenantDependencies } from './tenant-dependencies.js';
import { attempt, inTurn, settled } from './tenant-work.js';
import { inKeyspace, type StateHeld, underStateLock } from './under-state-lock.js';

export interface TenantSyncWish {
  readonly dryRun: boolean;
  readonly dropRemovedIndexes: boolean | undefined;
  /** Seconds. */
  readonly lockWait: number;
}

/** Facts of the cluster, which cost requests: they are asked for only where something differs. */
type Facts = Pick<Planning, 'server' | 'populated'>;

type Outcomes = readonly TenantOutcome<SyncedTenant>[];

/** Brings the keyspaces of tenants in sync with what the entities declare. */
export class TenantSync {
  private readonly policy: Policy;

  constructor(
    private readonly dependencies: TenantDependencies,
    private readonly wish: TenantSyncWish,
  ) {
    const { policy } = dependencies;
    this.policy = { ...policy, dropRemovedIndexes: wish.dropRemovedIndexes ?? policy.dropRemovedIndexes };
  }

  /**
   * Reads the schemas of all tenants at once; those that differ are changed one after the other.
   * @throws TenantsFailedError
   */
  async run(tenants: readonly string[]): Promise<Outcomes> {
    const plans = await this.plans(tenants);
    const outcomes = await Promise.all(
      [...plans].map(([keyspace, plan]) => attempt(keyspace, () => this.planned(plan))),
    );
    const changed = outcomes.flatMap((outcome) => (outcome.state === 'done' ? [outcome.keyspace] : []));
    if (this.wish.dryRun || changed.length === 0) return settled(tenants, outcomes);
    const others = outcomes.filter(({ state }) => state !== 'done');
    const isStopped = this.dependencies.settings.onError === 'stop' && others.some(({ state }) => state === 'failed');
    const applied: Outcomes = isStopped
      ? changed.map((keyspace) => ({ keyspace, state: 'not-tried' }))
      : await this.apply(changed);
    return settled(tenants, [...others, ...applied]);
  }

  /** The plan of each tenant, or the error that takes its place; reads only. */
  async plans(tenants: readonly string[]): Promise<ReadonlyMap<string, SchemaPlan | Error>> {
    const { settings, report, telemetry } = this.dependencies;
    const startedAt = performance.now();
    const session = (await this.dependencies.database()).onOneHost();
    const { schemas, reads } = await introspectMany(session, tenants, settings.concurrency);
    const actualIn = (keyspace: string) => schemas.get(keyspace) ?? this.emptyIfCreated(keyspace);
    const quick = new Map(tenants.map((keyspace) => [keyspace, this.planOf(keyspace, actualIn(keyspace))]));
    for (const [keyspace, plan] of quick)
      if (!(plan instanceof Error)) telemetry.know('drift', keyspace, plan.drift.length);
    const differ = tenants.filter((keyspace) => hasChanges(quick.get(keyspace)));
    report({
      kind: 'tenants-compared',
      tenants: tenants.length,
      unchanged: tenants.length - differ.length,
      reads,
      milliseconds: performance.now() - startedAt,
    });
    return differ.length === 0 ? quick : new Map([...quick, ...(await this.judged(differ, schemas))]);
  }

  /** The plans of tenants that differ, with what this server would refuse, and what is costly. */
  private async judged(differ: readonly string[], schemas: ReadonlyMap<string, SchemaModel>) {
    const connection = await this.dependencies.database();
    const server = await probeServer(connection.onOneHost(), this.dependencies.serverKind);
    return inTurns(differ, this.dependencies.settings.concurrency, async (keyspace) => {
      const actual = schemas.get(keyspace) ?? this.emptyIfCreated(keyspace);
      const plan = this.planOf(keyspace, actual);
      if (plan instanceof Error || !actual) return [keyspace, plan] as const;
      const populated = await populatedTables(inKeyspace(connection, keyspace).onOneHost(), actual, plan);
      return [keyspace, this.planOf(keyspace, actual, { server, populated })] as const;
    });
  }

  private planOf(keyspace: string, actual: SchemaModel | undefined, facts: Facts = {}): SchemaPlan | Error {
    if (!actual) return new KeyspaceMissingError(keyspace);
    const { ignore } = this.dependencies;
    return planSchema(actual, this.desiredIn(keyspace), { policy: this.policy, qualify: true, ignore, ...facts });
  }

  private async planned(plan: SchemaPlan | Error): Promise<SyncedTenant | undefined> {
    if (plan instanceof Error) throw plan;
    assertAllowed(plan, this.policy);
    return plan.statements.length === 0 ? undefined : { statements: plan.statements };
  }

  /** A tenant that had a lock of its own before keeps it; all others are changed under that of the state keyspace. */
  private async apply(changed: readonly string[]): Promise<Outcomes> {
    const connection = await this.dependencies.database();
    const { stateKeyspace, onError } = this.dependencies.settings;
    const survey = await surveyTenants(connection.session, changed, stateKeyspace);
    const own = changed.filter((keyspace) => homeOf(keyspace, survey).kind === 'own');
    const shared = await this.applyShared(changed.filter((keyspace) => !own.includes(keyspace)));
    const isOver = () => onError === 'stop' && shared.some(({ state }) => state === 'failed' || state === 'not-tried');
    const kept = await inTurn(own.map(named), { onError, isOver }, ({ keyspace }) => {
      const sync = this.syncOf(keyspace, inKeyspace(connection, keyspace));
      return changes(sync.run(false));
    });
    return [...shared, ...kept];
  }

  private async applyShared(tenants: readonly string[]): Promise<Outcomes> {
    const { report } = this.dependencies;
    if (tenants.length === 0) return [];
    const options = { tenants, tables: [], wait: this.wish.lockWait };
    return underStateLock(this.dependencies, options, (held, turn) => {
      const probe = once((session: Session) => probeServer(session, this.dependencies.serverKind));
      const ahead = new SchemasAhead(tenants, this.dependencies.settings.concurrency);
      return inTurn(tenants.map(named), turn, ({ keyspace }, position) => {
        report({ kind: 'tenant-started', keyspace, position: position + 1, tenants: tenants.length });
        return this.applyHeld(keyspace, held, { probe, ahead });
      });
    });
  }

  private async applyHeld(keyspace: string, held: StateHeld, { probe, ahead }: Shared) {
    const { stateKeyspace } = this.dependencies.settings;
    const database = tenantDatabase(inKeyspace(await this.dependencies.database(), keyspace), stateKeyspace);
    const ddl = new TenantDdl(held.ddl, { keyspace, stateKeyspace });
    const sync = this.syncOf(keyspace, database, probe);
    return sync.watched(false, () =>
      held.during(keyspace, (lease) => {
        // Under a lock of the keyspace's own, another run may have changed it until a moment ago.
        const read = lease === held.lease ? () => ahead.of(held.ddl, keyspace) : undefined;
        return changes(sync.applyLocked({ ddl, lease }, read));
      }),
    );
  }

  private syncOf(keyspace: string, database: Database, probe?: Probe): KeyspaceSync {
    const { lock, report, ignore, serverKind, telemetry } = this.dependencies;
    const target = everything(this.desiredIn(keyspace));
    const { policy, wish } = this;
    const shared = { ignore, lock, serverKind, report, telemetry };
    const own = { ...shared, database, target, policy, lockWait: wish.lockWait, qualify: true };
    return new KeyspaceSync(probe ? { ...own, probe } : own);
  }

  private desiredIn(keyspace: string): SchemaModel {
    const declared = this.dependencies.declared() ?? { keyspace, types: [], tables: [], views: [] };
    const { createKeyspace } = this.dependencies.settings;
    const replication = createKeyspace && canonicalReplication(createKeyspace.replication);
    return { ...declared, keyspace, replication };
  }

  private emptyIfCreated(keyspace: string): SchemaModel | undefined {
    const { createKeyspace } = this.dependencies.settings;
    return createKeyspace && { keyspace, replication: undefined, types: [], tables: [], views: [] };
  }
}

type Probe = NonNullable<ConstructorParameters<typeof KeyspaceSync>[0]['probe']>;

/** Reads that the tenants of one run share. */
interface Shared {
  readonly probe: Probe;
  readonly ahead: SchemasAhead;
}

function hasChanges(plan: SchemaPlan | Error | undefined): boolean {
  return plan !== undefined && !(plan instanceof Error) && plan.changes.length > 0;
}

const named = (keyspace: string) => ({ keyspace });

async function changes(running: Promise<readonly string[]>): Promise<SyncedTenant | undefined> {
  const statements = await running;
  return statements.length === 0 ? undefined : { statements };
}

/** Asked once in a run: every tenant is on the same servers. */
function once<A, R>(ask: (argument: A) => Promise<R>): (argument: A) => Promise<R> {
  let answer: Promise<R> | undefined;
  return (argument) => (answer ??= ask(argument));
}
