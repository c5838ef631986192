import { type Ignore, keptByIgnore, withoutOwnTables } from '../core/diff/ignored.js';
import { parseCqlType } from '../core/model/parse-cql-type.js';
import { fromEachKind, withObjects } from '../core/model/schema-kinds.js';
import { resetStatements, type Routine } from '../core/plan/reset-statements.js';
import type { Report } from '../core/progress/progress.js';
import type { LeaseLock } from '../lock/lease-lock.js';
import { StatementClaims } from '../lock/statement-claims.js';
import { type LockContext, underLock } from '../lock/under-lock.js';
import { introspect } from '../session/introspect.js';
import { LOCK_TABLE } from '../session/own-tables.js';
import { sendDdl } from '../session/send-ddl.js';
import type { Database, Session } from '../session/session.js';
import { ResetRefusedError } from './errors.js';

export interface ResetTools {
  readonly database: Database;
  readonly lock: (database: Database) => LeaseLock;
  readonly report: Report;
  /** Seconds. */
  readonly lockWait: number;
  /** Objects that are not dropped. */
  readonly ignore: Ignore;
}

/** The statements that would empty a keyspace. The table of the lock is left: it keeps other runs out meanwhile. */
export interface ResetPlan {
  readonly statements: readonly string[];
  /** Names of tables. */
  readonly left: readonly string[];
  /** Names of the tables, views and types that `schema.ignore` keeps. */
  readonly ignored: readonly string[];
}

/**
 * Plans to drop everything of a keyspace. Reads only.
 * @throws ResetRefusedError for a keyspace of the server's own | KeyspaceMissingError
 */
export async function planReset(session: Session, ignore: Ignore): Promise<ResetPlan> {
  if (/^(?:system(?:_|$)|dse_)/.test(session.keyspace)) {
    throw new ResetRefusedError(`${session.keyspace} is a keyspace of the server's own.`);
  }
  const [schema, ...routines] = await Promise.all([
    introspect(session),
    routinesOf(session, 'AGGREGATE'),
    routinesOf(session, 'FUNCTION'),
  ]);
  const kept = keptByIgnore(withoutOwnTables(schema), ignore);
  const dropped = withObjects(schema, {
    tables: schema.tables.filter((table) => !isLock(table) && !kept.tables.includes(table)),
    views: schema.views.filter((view) => !kept.views.includes(view)),
    types: schema.types.filter((type) => !kept.types.includes(type)),
  });
  return {
    statements: resetStatements(dropped, routines.flat()),
    left: schema.tables.filter(isLock).map(({ name }) => name),
    ignored: fromEachKind(kept, { tables: namesOf, views: namesOf, types: namesOf }),
  };
}

/**
 * Drops what a plan says, under the lock; each statement is told as it runs. Answers what was done.
 * @throws ResetRefusedError where the keyspace holds something else now | LockHeldError
 */
export function resetKeyspace(tools: ResetTools, expected: readonly string[]): Promise<ResetPlan> {
  const { database, lock, report, lockWait: wait, ignore } = tools;
  return underLock({ database, lock, report, wait }, async (held) => {
    const { ddl, lease } = held;
    const plan = await planReset(ddl, ignore);
    const { statements } = plan;
    if (statements.join('\n') !== expected.join('\n')) {
      throw new ResetRefusedError('The keyspace does not hold what was shown any more.', 'Run it again.');
    }
    for (const [index, cql] of statements.entries()) await drop(cql, index + 1, { held, report });
    await ddl.awaitAgreement();
    await new StatementClaims({ ddl, lease, runtime: database.runtime }).noteDropped();
    return plan;
  });
}

async function drop(
  cql: string,
  position: number,
  { held, report }: { held: LockContext; report: Report },
): Promise<void> {
  const { ddl, lease } = held;
  const startedAt = performance.now();
  report({ kind: 'statement-started', cql, position });
  await sendDdl(ddl, { cql, params: [], confirm: () => lease.confirm() });
  report({ kind: 'statement-finished', cql, position, milliseconds: performance.now() - startedAt });
}

async function routinesOf(session: Session, kind: Routine['kind']): Promise<readonly Routine[]> {
  const name = kind.toLowerCase();
  const query = `SELECT ${name}_name, argument_types FROM system_schema.${name}s WHERE keyspace_name = ?`;
  const { rows } = await session.execute(query, [session.keyspace]);
  return rows.map((row) => {
    const types: unknown = row['argument_types'];
    const argumentTypes = Array.isArray(types) ? types.map((type) => parseCqlType(String(type))) : [];
    return { kind, name: String(row[`${name}_name`]), argumentTypes };
  });
}

const namesOf = (objects: readonly { readonly name: string }[]) => objects.map(({ name }) => name);
const isLock = ({ name }: { readonly name: string }) => name === LOCK_TABLE.name;
