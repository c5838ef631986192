import type { TableModel } from '../core/model/schema-model.js';
import { homeOf, type TenantHome } from '../core/tenants/tenant-home.js';
import type { TenantOutcome } from '../core/tenants/tenant-outcome.js';
import type { Lease } from '../lock/lease.js';
import { type LockContext, underLock } from '../lock/under-lock.js';
import { createKeyspace } from '../session/driver/create-keyspace.js';
import { KeyspaceMissingError } from '../session/errors.js';
import { existingTables, qualified, STATE_TABLE, TENANTS_TABLE } from '../session/own-tables.js';
import type { Database, DdlSession } from '../session/session.js';
import { surveyTenants } from '../session/survey-tenants.js';
import { tenantDatabase, TenantDdl } from '../session/tenant-database.js';
import { TenantElsewhereError } from '../session/tenant-registry.js';
import { bothLeases } from './both-leases.js';
import { TenantHistoryTwiceError } from './errors.js';
import type { TenantDependencies, TenantSettings } from './tenant-dependencies.js';
import type { TurnOptions } from './tenant-work.js';

export interface StateLockOptions {
  readonly tenants: readonly string[];
  /** Own tables of the state keyspace that the work needs, besides the lock's and the list of tenants. */
  readonly tables: readonly TableModel[];
  /** Seconds. */
  readonly wait: number;
}

/** Work under the lock of the state keyspace. */
export interface StateHeld {
  readonly lease: Lease;
  readonly ddl: DdlSession;
  /** Runs work on a tenant that is registered; `lease` holds while no other run can change its keyspace. */
  during<T>(keyspace: string, work: (lease: Lease) => Promise<T>): Promise<T>;
}

/**
 * Works on tenants under the lock of the state keyspace; where nothing could be begun, each of them has failed with the
 * reason.
 */
export async function underStateLock<T>(
  dependencies: TenantDependencies,
  options: StateLockOptions,
  work: (held: StateHeld, turn: TurnOptions) => Promise<readonly TenantOutcome<T>[]>,
): Promise<readonly TenantOutcome<T>[]> {
  const { onError } = dependencies.settings;
  let outcomes: readonly TenantOutcome<T>[] | undefined;
  try {
    await holding(dependencies, options, async (held) => {
      outcomes = await work(held, { onError, isOver: () => held.lease.signal.aborted });
    });
  } catch (error) {
    // Outcomes count, even where the connection could not be closed.
    if (!outcomes) return options.tenants.map((keyspace) => ({ keyspace, state: 'failed', error }));
  }
  return outcomes ?? [];
}

/**
 * Takes the lock of the state keyspace for work on tenants whose lock and history it keeps, and registers them: a run on
 * a keyspace alone looks there before it does anything, and this one looks for a lock of the keyspace's own afterwards, so
 * that one of two always sees the other.
 * @throws LockHeldError
 */
async function holding<T>(
  dependencies: TenantDependencies,
  { tenants, tables, wait }: StateLockOptions,
  work: (held: StateHeld) => Promise<T>,
): Promise<T> {
  const { lock, report, settings } = dependencies;
  const connection = await dependencies.database();
  const { stateKeyspace } = settings;
  const database = inKeyspace(connection, stateKeyspace);
  return underLock({ database, lock, report, wait, tables: [TENANTS_TABLE, ...tables] }, async (held) => {
    const homes = await enter(held, tenants, dependencies);
    const { lease, ddl } = held;
    const during: StateHeld['during'] = async (keyspace, onTenant) => {
      const home = homes.get(keyspace) ?? { kind: 'missing' };
      if (home.kind === 'failed') throw home.error;
      if (home.kind !== 'state') throw homeError(keyspace, home, stateKeyspace);
      if (!home.hasLock) return onTenant(lease);
      const own = { database: inKeyspace(connection, keyspace), lease, wait };
      return underOwnLock(dependencies, own, onTenant);
    };
    return work({ lease, ddl, during });
  });
}

/** The connection with another keyspace, where it is another. */
export function inKeyspace(database: Database, keyspace: string): Database {
  return database.session.keyspace === keyspace ? database : database.inKeyspace(keyspace);
}

/** The error for a tenant whose lock and history are not where this run could use them. */
export function homeError(keyspace: string, home: TenantHome, stateKeyspace: string): Error {
  switch (home.kind) {
    case 'elsewhere':
      return new TenantElsewhereError(keyspace, home.stateKeyspace);
    case 'missing':
      return new KeyspaceMissingError(keyspace);
    case 'twice':
      return new TenantHistoryTwiceError(keyspace, stateKeyspace);
    // Another run has given it a lock of its own since this one looked.
    case 'own':
    case 'state':
      return new TenantElsewhereError(keyspace, keyspace);
  }
}

type Entered = TenantHome | { readonly kind: 'failed'; readonly error: Error };

/** Creates keyspaces that are missing, registers the tenants, and looks again where their locks are. */
async function enter(
  held: LockContext,
  tenants: readonly string[],
  { settings }: TenantDependencies,
): Promise<ReadonlyMap<string, Entered>> {
  const { ddl } = held;
  const { stateKeyspace } = settings;
  const before = await surveyTenants(ddl, tenants, stateKeyspace);
  const missing = tenants.filter((keyspace) => homeOf(keyspace, before).kind === 'missing');
  const created = await createKeyspaces(held, missing, settings);
  const mine = tenants.filter(
    (keyspace) => created.get(keyspace) === 'created' || homeOf(keyspace, before).kind === 'state',
  );
  const fresh = mine.filter((keyspace) => !before.registered.has(keyspace));
  if (fresh.length > 0) await register(held, fresh, stateKeyspace);
  const after = await surveyTenants(ddl, tenants, stateKeyspace);
  const homes = new Map<string, Entered>(tenants.map((keyspace) => [keyspace, homeOf(keyspace, after)]));
  const lost = fresh.filter((keyspace) => homes.get(keyspace)?.kind !== 'state');
  if (lost.length > 0) await unregister(held, lost, stateKeyspace);
  for (const [keyspace, outcome] of created) if (outcome !== 'created') homes.set(keyspace, outcome);
  return homes;
}

/** A tenant whose keyspace cannot be created fails; the others do not. */
async function createKeyspaces(
  { ddl, lease }: LockContext,
  missing: readonly string[],
  { stateKeyspace, createKeyspace: definition }: TenantSettings,
): Promise<ReadonlyMap<string, 'created' | Extract<Entered, { kind: 'failed' }>>> {
  const outcomes = new Map<string, 'created' | Extract<Entered, { kind: 'failed' }>>();
  for (const keyspace of definition ? missing : []) {
    await lease.confirm();
    try {
      if (definition) await createKeyspace(new TenantDdl(ddl, { keyspace, stateKeyspace }), definition);
      outcomes.set(keyspace, 'created');
    } catch (error) {
      outcomes.set(keyspace, { kind: 'failed', error: error instanceof Error ? error : new Error(String(error)) });
    }
  }
  return outcomes;
}

const OWN_WRITE = { consistency: 'quorum', idempotent: true } as const;

async function register(
  { ddl, lease }: LockContext,
  keyspaces: readonly string[],
  stateKeyspace: string,
): Promise<void> {
  const cql = `INSERT INTO ${qualified(stateKeyspace, TENANTS_TABLE)} (keyspace_name, registered_at, owner) VALUES (?, toTimestamp(now()), ?)`;
  for (const keyspace of keyspaces) {
    await lease.confirm();
    await ddl.execute(cql, [keyspace, lease.owner], OWN_WRITE);
  }
}

/** Another run came first: next time the tenant is found where that one keeps it. */
async function unregister(
  { ddl, lease }: LockContext,
  keyspaces: readonly string[],
  stateKeyspace: string,
): Promise<void> {
  const cql = `DELETE FROM ${qualified(stateKeyspace, TENANTS_TABLE)} WHERE keyspace_name = ?`;
  for (const keyspace of keyspaces) {
    await lease.assertHeld();
    await ddl.execute(cql, [keyspace], OWN_WRITE);
  }
}

interface OwnLock {
  readonly database: Database;
  readonly lease: Lease;
  readonly wait: number;
}

/** An older version of coodie, Python's, or a run that began before the tenant was registered, may hold its own lock. */
function underOwnLock<T>(
  { lock, report, settings }: TenantDependencies,
  { database, lease, wait }: OwnLock,
  work: (lease: Lease) => Promise<T>,
): Promise<T> {
  const { keyspace } = database.session;
  return lock(tenantDatabase(database, settings.stateKeyspace)).hold({ wait, report }, async (own) => {
    const hasHistory = (await existingTables(database.session, [STATE_TABLE])).size > 0;
    if (hasHistory) throw new TenantHistoryTwiceError(keyspace, settings.stateKeyspace);
    return work(bothLeases(lease, own));
  });
}
