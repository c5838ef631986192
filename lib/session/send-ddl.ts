import { afterStatement, outcomeOf, type Outcome } from '../core/cql/expectation.js';
import { SilentHostsError, UnclearOutcomeError } from './errors.js';
import { findNames } from './find-names.js';
import type { DdlSession, Row } from './session.js';

const ATTEMPTS = 3;

export interface SchemaStatement {
  readonly cql: string;
  readonly params: readonly unknown[];
  /** Makes sure, before each try, that the lock is still held. */
  readonly confirm: () => Promise<void>;
}

/**
 * Sends a schema statement. Where its answer is lost, the schema tells what became of it: it is sent again only when it
 * is known to have had no effect, or to do no harm twice.
 * @throws UnclearOutcomeError where the schema cannot tell
 */
export async function sendDdl(ddl: DdlSession, { cql, params, confirm }: SchemaStatement): Promise<readonly Row[]> {
  for (let attempt = 1; ; attempt += 1) {
    await confirm();
    try {
      return (await ddl.execute(cql, params)).rows;
    } catch (error) {
      const isUnclear = error instanceof UnclearOutcomeError;
      // A server that refuses the second try may do so because the first one took effect in the meantime.
      if (!isUnclear && attempt === 1) throw error;
      const outcome = await settleSent(ddl, cql, error);
      if (outcome === 'done') return [];
      if (!isUnclear || outcome === 'unknown' || attempt === ATTEMPTS) throw error;
    }
  }
}

/** What cannot be found out leaves the outcome as unclear as it was. */
async function settleSent(ddl: DdlSession, cql: string, error: unknown): Promise<Outcome> {
  const coordinator = error instanceof UnclearOutcomeError ? error.coordinator : undefined;
  try {
    return await settle(ddl, cql, coordinator);
  } catch (problem) {
    throw problem instanceof UnclearOutcomeError ? problem : new UnclearOutcomeError(cql, problem, coordinator);
  }
}

/**
 * Whether a statement that was sent took effect. All hosts must agree first: one that does not answer may still run it.
 * Where the host is known that was to run it, only that one matters.
 * @throws SchemaDisagreementError | UnclearOutcomeError
 */
export async function settle(ddl: DdlSession, cql: string, coordinator?: string): Promise<Outcome> {
  const outcome = await lookFor(ddl, cql);
  const silent = ddl.silentHosts().filter((host) => coordinator === undefined || host === coordinator);
  if (outcome !== 'done' && silent.length > 0) {
    throw new UnclearOutcomeError(cql, new SilentHostsError(silent), coordinator);
  }
  return outcome;
}

/**
 * Whether the schema is as a statement leaves it, once all hosts that answer agree.
 * @throws SchemaDisagreementError
 */
export async function lookFor(ddl: DdlSession, cql: string): Promise<Outcome> {
  await ddl.awaitAgreement();
  const after = afterStatement(cql, ddl.keyspace);
  if (after.kind === 'repeatable') return 'not done';
  if (after.kind === 'unreadable') return 'unknown';
  return outcomeOf(after, await findNames(ddl, after.place));
}
