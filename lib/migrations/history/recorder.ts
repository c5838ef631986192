import type { MigrationStatus } from '../../core/history/history.js';
import type { Lease } from '../../lock/lease.js';
import type { Runtime } from '../../session/runtime.js';

/** The run that writes the history, and its clock. */
export interface Recorder {
  /** `host:pid:uuid`: the holder of the lock that the run works under. */
  readonly owner: string;
  /** The user of the operating system that it runs as. */
  readonly runBy: string;
  readonly runId: string;
  /** Version of this package. */
  readonly version: string;
  readonly runtime: Runtime;
  /** The time at which something is recorded as applied: later than that of everything that was recorded before. */
  readonly appliedAt: () => Date;
}

/** The process that runs, before it holds the lock. */
export type RecordingProcess = Pick<Recorder, 'runBy' | 'version'>;

/** The surroundings of a run under a lease. */
export interface RunCircumstances {
  readonly lease: Pick<Lease, 'owner'>;
  readonly runtime: Runtime;
  readonly history: { readonly statuses: readonly Pick<MigrationStatus, 'appliedAt'>[] };
}

/** The identity of one run under a lease. */
export function beginRun(process: RecordingProcess, { lease, runtime, history }: RunCircumstances): Recorder {
  const { owner } = lease;
  return { ...process, owner, runId: runtime.uuid(), runtime, appliedAt: laterThan(history, runtime) };
}

/** A rollback begins with what was applied last, so no clock that is behind may record an earlier time. */
function laterThan({ statuses }: RunCircumstances['history'], runtime: Runtime): () => Date {
  let latest = Math.max(0, ...statuses.map(({ appliedAt }) => appliedAt?.getTime() ?? 0));
  return () => {
    latest = Math.max(runtime.now().getTime(), latest + 1);
    return new Date(latest);
  };
}
