import type { Database, Session } from '../../session/session.js';
import type { DefinedBackfill } from './background-definition.js';
import type { Backfill } from '../check-options.js';
import { prepareCopy } from '../copy/prepare-copy.js';
import { BackfillRefusedError } from '../errors.js';

/** A defined backfill that can be run. */
export interface RunnableBackfill {
  readonly backfill: Backfill;
  /** Source text of its definition. */
  readonly text: string;
}

/**
 * Works with a backfill over the session that its rows need: a copy has one of its own, which loses no value.
 * @throws BackfillRefusedError where the tables of a copy do not fit
 */
export async function withRunnable<T>(
  defined: DefinedBackfill,
  database: Pick<Database, 'session' | 'openForCopy'>,
  work: (runnable: RunnableBackfill, session: Session) => Promise<T>,
): Promise<T> {
  const { text } = defined;
  if (defined.kind === 'rows') return work({ backfill: defined.backfill, text }, database.session);
  const session = await database.openForCopy();
  try {
    const { backfill } = await prepareCopy(defined.copy, session);
    return await work({ backfill, text }, session);
  } finally {
    await session.close();
  }
}

type DefinedRows = Extract<DefinedBackfill, { kind: 'rows' }>;

/**
 * Makes sure that a backfill is no copy, whose session ends with the run of one process.
 * @throws BackfillRefusedError
 */
export function refuseCopy(defined: DefinedBackfill): asserts defined is DefinedRows {
  if (defined.kind === 'rows') return;
  const { name } = defined;
  const problem = 'a copy is run by one process, and not by workers of a queue';
  throw new BackfillRefusedError(name, problem, `Run: coodie backfill run ${name}`);
}
