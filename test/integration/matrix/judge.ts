import type { Change } from '../../../lib/core/diff/change.js';
import { messageOf } from '../../../lib/core/message-of.js';
import { StatementFailedError } from '../../../lib/session/errors.js';
import type { LiveSchema } from '../../support/live-schema.js';

/** Sends what coodie has an opinion of, whatever that is; answers how the server disagrees, or nothing. */
export async function disagreement(
  live: LiveSchema,
  changes: readonly Change[],
  problem: string | undefined,
): Promise<string | undefined> {
  try {
    await live.apply(changes);
    return problem === undefined ? undefined : `coodie refuses it (${problem}), the server takes it`;
  } catch (error) {
    if (!(error instanceof StatementFailedError)) throw error;
    return problem === undefined ? `coodie takes it, the server refuses it (${messageOf(error.cause)})` : undefined;
  }
}
