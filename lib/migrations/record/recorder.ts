import { randomUUID } from 'node:crypto';

/** Who keeps the record. */
export interface Recorder {
  /** `host:pid:uuid`: the process. */
  readonly owner: string;
  /** The user of the operating system that it runs as. */
  readonly runBy: string;
  readonly runId: string;
  /** Of this package. */
  readonly version: string;
}

/** The same process, for one run of its own. */
export function beginRun(process: Omit<Recorder, 'runId'>): Recorder {
  return { ...process, runId: randomUUID() };
}
