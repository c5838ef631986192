import type { Lease } from '../../lock/lease.js';
import type { Runtime } from '../../session/runtime.js';

/** The run that writes the history, and its clock. */
export interface Recorder {
  /** `host:pid:uuid`: the holder of the lock that the run works under. */
  readonly owner: string;
  /** The user of the operating system that it runs as. */
  readonly runBy: string;
  readonly runId: string;
  /** Of this package. */
  readonly version: string;
  readonly runtime: Runtime;
}

/** The process that runs, before it holds the lock. */
export type RecordingProcess = Pick<Recorder, 'runBy' | 'version'>;

/** The identity of one run under a lease. */
export function beginRun(process: RecordingProcess, { owner }: Pick<Lease, 'owner'>, runtime: Runtime): Recorder {
  return { ...process, owner, runId: runtime.uuid(), runtime };
}
