/** Who keeps the record. */
export interface Recorder {
  readonly owner: string;
  readonly runId: string;
  /** Of this package. */
  readonly version: string;
}
