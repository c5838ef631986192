import type { PrepareOptions } from './prepare-run.js';

/** @publicApi */
export interface RunBackfillOptions extends PrepareOptions {
  /** Seconds to wait for another process that runs it. */
  readonly lockWait?: number | undefined;
  /** Ends the run; another one goes on where it stopped. */
  readonly signal?: AbortSignal | undefined;
}

/** @publicApi */
export interface ResumeBackfillOptions {
  /** Most rows per second from now on; 0 takes the limit away. */
  readonly rate?: number | undefined;
  /** Most writes in flight of each process from now on. */
  readonly concurrency?: number | undefined;
}
