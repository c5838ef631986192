import { randomUUID } from 'node:crypto';
import type { Lease } from '../../lock/lease.js';

/** Who keeps the record. */
export interface Recorder {
  /** `host:pid:uuid`: the holder of the lock that the run works under. */
  readonly owner: string;
  /** The user of the operating system that it runs as. */
  readonly runBy: string;
  readonly runId: string;
  /** Of this package. */
  readonly version: string;
}

/** The process that runs, before it holds the lock. */
export type RecordingProcess = Pick<Recorder, 'runBy' | 'version'>;

/** The identity of one run under a lease. */
export function beginRun(process: RecordingProcess, { owner }: Pick<Lease, 'owner'>): Recorder {
  return { ...process, owner, runId: randomUUID() };
}
