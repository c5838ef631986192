import { setTimeout as delay } from 'node:timers/promises';
import { CoodieError } from '../core/error.js';
import { quoteLiteral } from '../core/lexer/tokenize.js';
import { qualified, TENANTS_TABLE } from './own-tables.js';
import { isInvalid, isUnauthorized } from './refusal.js';
import type { Session } from './session.js';

/** The schema shows a new table a moment before the server can use it. */
const ATTEMPTS = 20;
const PAUSE = 100;

/**
 * Makes sure that a keyspace is the tenant of no other: that one would keep its lock and its history. One read where there
 * are no tenants in the cluster.
 * @throws TenantElsewhereError
 */
export async function assertNoTenant(session: Session): Promise<void> {
  const { keyspace } = session;
  const others = (await registries(session)).filter((name) => name !== keyspace);
  const state = (await stateKeyspacesIn(session, [keyspace], others)).get(keyspace);
  if (state !== undefined) throw new TenantElsewhereError(keyspace, state);
}

/** Among some keyspaces those that are tenants of others, and of which. */
export async function stateKeyspacesIn(
  session: Session,
  keyspaces: readonly string[],
  others: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const found = await Promise.all(
    others.map(async (state) => (await registeredIn(session, state, keyspaces)).map((name) => [name, state] as const)),
  );
  return new Map(found.flat());
}

/** The keyspaces, among some, that are tenants of another. A keyspace that this role may not read is another application's. */
export async function registeredIn(
  session: Session,
  stateKeyspace: string,
  keyspaces: readonly string[],
): Promise<readonly string[]> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await namesIn(session, stateKeyspace, keyspaces);
    } catch (error) {
      if (isUnauthorized(error)) return [];
      if (!isInvalid(error)) throw error;
      // It was dropped since it was seen, or made a moment ago.
      if (!(await registries(session)).includes(stateKeyspace)) return [];
      if (attempt === ATTEMPTS) throw error;
      await delay(PAUSE);
    }
  }
}

/** Read as a stream, as a session waits long for an own table that it does not find. */
async function namesIn(
  session: Session,
  stateKeyspace: string,
  keyspaces: readonly string[],
): Promise<readonly string[]> {
  const where = keyspaces.length === 1 ? ` WHERE keyspace_name = ${quoteLiteral(keyspaces[0] ?? '')}` : '';
  const cql = `SELECT keyspace_name FROM ${qualified(stateKeyspace, TENANTS_TABLE)}${where}`;
  const wanted = new Set(keyspaces);
  const names: string[] = [];
  for await (const row of session.stream(cql, [], { consistency: 'quorum', idempotent: true })) {
    const name = String(row['keyspace_name']);
    if (wanted.has(name)) names.push(name);
  }
  return names;
}

/** The keyspaces that have tenants, or had. */
async function registries(session: Session): Promise<readonly string[]> {
  const { rows } = await session.execute(
    `SELECT keyspace_name FROM system_schema.tables WHERE table_name = ${quoteLiteral(TENANTS_TABLE.name)} ALLOW FILTERING`,
  );
  return rows.map((row) => String(row['keyspace_name']));
}

/** The lock and the history of a keyspace are kept elsewhere. Nothing was run. */
export class TenantElsewhereError extends CoodieError {
  readonly code = 'COODIE_TENANT_ELSEWHERE';

  constructor(
    readonly keyspace: string,
    readonly stateKeyspace: string,
  ) {
    super(
      `Keyspace ${keyspace} is a tenant: keyspace ${stateKeyspace} keeps its lock and its history. Nothing was run.`,
      {
        hint: `Run it as a tenant: tenants.migrate({ only: ['${keyspace}'] }) of the TenantService in the application that has the tenants.`,
      },
    );
  }
}
