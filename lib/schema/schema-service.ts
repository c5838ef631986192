import type { Ignore } from '../core/diff/ignored.js';
import type { Policy } from '../core/diff/risk.js';
import type { EntityClass } from '../core/entity/metadata.js';
import type { SchemaModel } from '../core/model/schema-model.js';
import type { ServerKind } from '../core/options/server-profile.js';
import type { SchemaPlan } from '../core/plan/plan-schema.js';
import type { Progress, Report } from '../core/progress/progress.js';
import type { LeaseLock } from '../lock/lease-lock.js';
import { ProgressFeed } from '../session/progress-feed.js';
import type { Database } from '../session/session.js';
import type { Telemetry } from '../session/telemetry.js';
import { SchemaDriftError } from './errors.js';
import { inEachKeyspace } from './in-each-keyspace.js';
import { KeyspaceSync } from './keyspace-sync.js';
import type { SchemaTenants } from './schema-tenants.js';
import {
  assertSyncOptions,
  PLAN_OPTIONS,
  SYNC_KEYSPACES_OPTIONS,
  SYNC_OPTIONS,
  type SyncKeyspacesOptions,
  type SyncOptions,
} from './sync-options.js';
import { everything, onlyTable, type Target } from './target.js';

export interface SchemaServiceDependencies {
  /** The connected database; connects where that is still to do. */
  readonly database: () => Promise<Database>;
  readonly lock: (database: Database) => LeaseLock;
  /** The schemas that the registered entities declare, with some more: the connection's own keyspace first. */
  readonly declared: (more: readonly EntityClass[]) => readonly SchemaModel[];
  readonly policy: Policy;
  /** Part of a live schema that is never reported and never touched. */
  readonly ignore?: Ignore | undefined;
  /** Kind of server, if the user names it. */
  readonly serverKind?: ServerKind | undefined;
  /** Seconds. */
  readonly lockWait: number;
  readonly report: Report;
  readonly whenReady: () => Promise<void>;
  readonly telemetry?: Telemetry | undefined;
  readonly tenants: () => SchemaTenants;
}

const CONCURRENCY = 4;

/**
 * Keeps live keyspaces in sync with the entities of one connection.
 * @publicApi
 */
export class SchemaService {
  private readonly feed = new ProgressFeed();
  private readonly dependencies: SchemaServiceDependencies;

  constructor(dependencies: SchemaServiceDependencies) {
    const report = (progress: Progress) => {
      dependencies.report(progress);
      this.feed.report(progress);
    };
    this.dependencies = { ...dependencies, report };
  }

  /**
   * Brings the table of one entity in sync; returns the CQL that ran, or would run.
   * @throws UnsafeChangesError | LockHeldError | StatementFailedError | SchemaDisagreementError
   */
  async syncTable(entity: EntityClass, options: SyncOptions = {}): Promise<readonly string[]> {
    assertSyncOptions(options, SYNC_OPTIONS);
    const targets = this.dependencies.declared([entity]).map((schema) => onlyTable(schema, entity.name));
    return this.bringInStep(targets.filter(hasTables), options);
  }

  /**
   * Brings the tables, types and views of every entity in sync; returns the CQL that ran, or would run. Of several
   * keyspaces each is tried, whatever becomes of the others.
   * @throws UnsafeChangesError | LockHeldError | StatementFailedError | SchemaDisagreementError | KeyspacesFailedError
   */
  async sync(given: SyncKeyspacesOptions = {}): Promise<readonly string[]> {
    assertSyncOptions(given, SYNC_KEYSPACES_OPTIONS);
    const { keyspace, ...options } = given;
    const [own, ...others] = this.dependencies.declared([]);
    const tenants = keyspace === undefined ? undefined : [...new Set([keyspace].flat())];
    const schemas =
      tenants && own ? tenants.map((name) => ({ ...own, keyspace: name })) : [own, ...others].flatMap((it) => it ?? []);
    return this.bringInStep(schemas.map(everything), options);
  }

  /** Differences between the live schema and the entities. Reads only. */
  async plan(options: Pick<SyncOptions, 'dropRemovedIndexes'> = {}): Promise<SchemaPlan> {
    assertSyncOptions(options, PLAN_OPTIONS);
    return this.planWith(options, (sync) => sync.planForPeople());
  }

  private async planWith(options: SyncOptions, look: (sync: KeyspaceSync) => Promise<SchemaPlan>): Promise<SchemaPlan> {
    const targets = this.dependencies.declared([]).map(everything);
    const keyspaces = { items: targets, nameOf, concurrency: CONCURRENCY };
    const plans = await inEachKeyspace(keyspaces, async (target) => look(await this.syncOf(target, options)));
    return {
      keyspace: targets[0]?.desired.keyspace ?? '',
      changes: plans.flatMap(({ changes }) => changes),
      statements: plans.flatMap(({ statements }) => statements),
      drift: plans.flatMap(({ drift }) => drift),
      notes: plans.flatMap(({ notes }) => notes),
    };
  }

  /**
   * Makes sure that the live schema is what the entities declare. Reads only.
   * @throws SchemaDriftError
   */
  async verify(): Promise<void> {
    const plan = await this.planWith({}, (sync) => sync.plan());
    if (plan.changes.length > 0 || plan.drift.length > 0) throw new SchemaDriftError(plan);
  }

  /** The same for the keyspaces of tenants. */
  tenants(): SchemaTenants {
    return this.dependencies.tenants();
  }

  /** Settles when the application's start-up migrations and sync are done; starts them where they have not begun. */
  whenReady(): Promise<void> {
    return this.dependencies.whenReady();
  }

  /** Everything that happens from now on, as it happens, until the signal aborts or the reader stops. */
  progress(signal?: AbortSignal): AsyncIterable<Progress> {
    return this.feed.follow(signal);
  }

  private async bringInStep(targets: readonly Target[], options: SyncKeyspacesOptions): Promise<readonly string[]> {
    const { concurrency = CONCURRENCY, dryRun = false } = options;
    const keyspaces = { items: targets, nameOf, concurrency };
    const run = async (target: Target) => (await this.syncOf(target, options)).run(dryRun);
    return (await inEachKeyspace(keyspaces, run)).flat();
  }

  private async syncOf(target: Target, options: SyncOptions): Promise<KeyspaceSync> {
    const { lock, serverKind, report, policy, lockWait, ignore, telemetry } = this.dependencies;
    const connection = await this.dependencies.database();
    const { keyspace } = target.desired;
    const qualify = keyspace !== connection.session.keyspace;
    return new KeyspaceSync({
      database: qualify ? connection.inKeyspace(keyspace) : connection,
      target,
      policy: { ...policy, dropRemovedIndexes: options.dropRemovedIndexes ?? policy.dropRemovedIndexes },
      ignore,
      lock,
      serverKind,
      lockWait: options.lockWait ?? lockWait,
      qualify,
      report,
      telemetry,
    });
  }
}

const nameOf = ({ desired }: Target) => desired.keyspace;
const hasTables = ({ desired }: Target) => desired.tables.length > 0;
