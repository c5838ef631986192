import { afterStatement, type Outcome } from '../core/cql/expectation.js';
import { SilentHostsError, UnclearOutcomeError } from './errors.js';
import { lookFor } from './look-for.js';
import { isRefused } from './refusal.js';
import type { DdlSession, Row } from './session.js';

const ATTEMPTS = 3;

export interface SchemaStatement {
  readonly cql: string;
  readonly params: readonly unknown[];
  /** Makes sure, before each try, that the lock is still held. */
  readonly confirm: () => Promise<void>;
  /** Whether the schema showed its effect before it was sent: then only the server's answer counts. */
  readonly wasThere?: boolean | undefined;
}

/**
 * Sends a schema statement. Where its answer is lost, the schema tells what became of it: it is sent again only when it
 * is known to have had no effect, or to do no harm twice. A try whose answer was lost may still run: another one that an
 * overloaded server turned away does not make its outcome clear.
 * @throws UnclearOutcomeError where the schema cannot tell
 */
export async function sendDdl(ddl: DdlSession, statement: SchemaStatement): Promise<readonly Row[]> {
  const { cql, params, confirm } = statement;
  let unclear: UnclearOutcomeError | undefined;
  for (let attempt = 1; ; attempt += 1) {
    await confirm();
    try {
      return (await ddl.execute(cql, params)).rows;
    } catch (error) {
      if (error instanceof UnclearOutcomeError) unclear = error;
      // A server that refuses the second try may do so because the first one took effect in the meantime.
      if (!unclear) throw error;
      const outcome = await settleSent(ddl, statement, error);
      if (outcome === 'done') return [];
      if (error !== unclear) throw isRefused(error) ? error : unclear;
      if (outcome !== 'not done' || attempt === ATTEMPTS) throw error;
    }
  }
}

/** If the schema cannot be read, the outcome stays unclear. */
async function settleSent(ddl: DdlSession, { cql, wasThere }: SchemaStatement, error: unknown): Promise<Outcome> {
  if (wasThere && !isRepeatable(ddl, cql)) return 'unknown';
  const coordinator = error instanceof UnclearOutcomeError ? error.coordinator : undefined;
  try {
    return await settle(ddl, cql, coordinator);
  } catch (problem) {
    throw problem instanceof UnclearOutcomeError ? problem : new UnclearOutcomeError(cql, problem, coordinator);
  }
}

/**
 * Whether a statement that was sent took effect. All hosts must agree first: one that does not answer may still run it.
 * If the coordinator is known, only that host matters. `not done` if a second time does no harm.
 * @throws SchemaDisagreementError | UnclearOutcomeError
 */
export async function settle(ddl: DdlSession, cql: string, coordinator?: string): Promise<Outcome> {
  if (isRepeatable(ddl, cql)) {
    await ddl.awaitAgreement();
    return 'not done';
  }
  return outcomeNow(ddl, cql, coordinator);
}

/**
 * Whether a statement took effect that an earlier run was about to send, when its effect was not there. `not done` if a
 * second time does no harm, unless the schema shows it.
 * @throws SchemaDisagreementError | UnclearOutcomeError
 */
export async function settleNoted(ddl: DdlSession, cql: string): Promise<Outcome> {
  if (!isRepeatable(ddl, cql)) return outcomeNow(ddl, cql);
  await ddl.awaitAgreement();
  return (await lookFor(ddl, cql)) === 'done' ? 'done' : 'not done';
}

const isRepeatable = ({ keyspace }: DdlSession, cql: string) => afterStatement(cql, keyspace).kind === 'repeatable';

async function outcomeNow(ddl: DdlSession, cql: string, coordinator?: string): Promise<Outcome> {
  await ddl.awaitAgreement();
  const outcome = await lookFor(ddl, cql);
  if (outcome !== 'done') refuseWhileSilent(ddl, cql, coordinator);
  return outcome;
}

/**
 * A statement whose answer was lost may run as long as a host is silent that may have it: what would undo it, or repeat
 * it, has to wait. Counts by what the last agreement showed.
 * @throws UnclearOutcomeError
 */
function refuseWhileSilent(ddl: DdlSession, cql: string, coordinator?: string): void {
  const silent = ddl.silentHosts().filter((host) => coordinator === undefined || host === coordinator);
  if (silent.length > 0) throw new UnclearOutcomeError(cql, new SilentHostsError(silent), coordinator);
}

/**
 * Makes sure that a statement, which an earlier run may have sent, will not run any more.
 * @throws SchemaDisagreementError | UnclearOutcomeError
 */
export async function outlast(ddl: DdlSession, cql: string): Promise<void> {
  await ddl.awaitAgreement();
  refuseWhileSilent(ddl, cql);
}
