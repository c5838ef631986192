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
