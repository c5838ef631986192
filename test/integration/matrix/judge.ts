import type { Change } from '../../../lib/core/diff/change.js';
import { findObstacles } from '../../../lib/core/diff/obstacles/find-obstacles.js';
import { messageOf } from '../../../lib/core/error.js';
import type { SchemaModel } from '../../../lib/core/model/schema-model.js';
import type { ServerProfile } from '../../../lib/core/options/server-profile.js';
import { validateSchema } from '../../../lib/core/validate/validate-schema.js';
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

export interface Case {
  readonly declared: SchemaModel;
  readonly existing: SchemaModel;
  readonly changes: readonly Change[];
  readonly server: ServerProfile;
}

/** What coodie has against it: that nobody may declare such a thing, or that this server does not take it. */
export function problemOf({ declared, existing, changes, server }: Case): string | undefined {
  const [invalid] = validateSchema(declared);
  if (invalid) return invalid.message;
  const blocked = findObstacles(existing, changes, server).flatMap((change) =>
    change.kind === 'blocked' ? [change.reason] : [],
  );
  return blocked[0];
}
