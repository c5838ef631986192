import { checkCopy, type Copy } from '../../backfill/copy/check-copy.js';
import type { CopyTableOptions } from '../../backfill/copy/copy-options.js';
import { CounterSink } from '../../backfill/copy/counter-sink.js';
import { prepareCopy } from '../../backfill/copy/prepare-copy.js';
import { verifyCopy } from '../../backfill/copy/verify-copy.js';
import { digest } from '../../backfill/background/verify-backfill.js';
import type { BackfillWork, PreparedBackfill } from './backfill-step.js';
import type { BackfillTools } from './backfill-tools.js';

/** A copy of a table, as a backfill over a client of its own. */
export function copyWork(options: CopyTableOptions, tools: BackfillTools): BackfillWork {
  const copy = checkCopy(options, tools.migration);
  const { name, statement } = copy;
  return { name, statement, prepare: () => prepared(copy, tools) };
}

async function prepared(copy: Copy, { lease, runtime, report, openForCopy }: BackfillTools): Promise<PreparedBackfill> {
  const session = await openForCopy();
  const close = () => session.close();
  try {
    const { plan, backfill, hasCounters } = await prepareCopy(copy, session);
    const sink = hasCounters ? new CounterSink({ name: copy.name, plan, session, hold: lease, runtime }) : undefined;
    const comparing = { name: copy.name, runtime, report, signal: lease.signal };
    const check = () => verifyCopy({ copy, plan, session, tools: comparing, digest });
    return { backfill, session, sink, check, close };
  } catch (error) {
    await close();
    throw error;
  }
}
