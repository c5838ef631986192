import { afterStatement, outcomeOf, type Outcome } from '../core/cql/expectation.js';
import { UnclearOutcomeError } from './errors.js';
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
      if (!(error instanceof UnclearOutcomeError)) throw error;
      const outcome = await settle(ddl, cql);
      if (outcome === 'done') return [];
      if (outcome === 'unknown' || attempt === ATTEMPTS) throw error;
    }
  }
}

/**
 * Whether a statement that was sent took effect. All hosts must agree first: one that does not answer may still run it.
 * @throws SchemaDisagreementError
 */
export async function settle(ddl: DdlSession, cql: string): Promise<Outcome> {
  await ddl.awaitAgreement();
  const after = afterStatement(cql, ddl.keyspace);
  if (after.kind === 'repeatable') return 'not done';
  if (after.kind === 'unreadable') return 'unknown';
  return outcomeOf(after, await findNames(ddl, after.place));
}
