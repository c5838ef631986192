export type SpanName =
  | 'coodie.start'
  | 'coodie.sync'
  | 'coodie.migrate'
  | 'coodie.migration'
  | 'coodie.ddl'
  | 'coodie.statement'
  | 'coodie.lock';

/** Facts about the work, never data of rows. What is undefined is left out. */
export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** A piece of work that is being watched. */
export interface Span {
  /** Runs a part of the work; what begins meanwhile belongs to the span. */
  run<T>(work: () => Promise<T>): Promise<T>;
  note(attributes: Attributes): void;
  /** Ends the span; the outcome tells of a failure. */
  end(outcome?: Failed): void;
}

export interface Failed {
  readonly error: unknown;
}

/** Number that describes a keyspace: differences that no entity declares, migrations that are to be applied. */
export type Figure = 'drift' | 'pending';

/** Receiver of spans and figures. None by default. */
export interface Telemetry {
  readonly begin: (name: SpanName, attributes: () => Attributes) => Span;
  readonly know: (figure: Figure, keyspace: string, value: number) => void;
}

export const UNWATCHED: Span = { run: (work) => work(), note: () => {}, end: () => {} };

/** Telemetry of an application that has none. */
export const NO_TELEMETRY: Telemetry = { begin: () => UNWATCHED, know: () => {} };

export interface SpanOptions {
  readonly telemetry: Telemetry;
  readonly name: SpanName;
  readonly attributes: () => Attributes;
}

/** Runs work in a span of its own. */
export async function inSpan<T>(
  { telemetry, name, attributes }: SpanOptions,
  work: (span: Span) => Promise<T>,
): Promise<T> {
  const span = telemetry.begin(name, attributes);
  return toItsEnd(span, () => work(span));
}

/** Runs the last part of the work of a span, and ends the span with it. */
export async function toItsEnd<T>(span: Span, work: () => Promise<T>): Promise<T> {
  try {
    const result = await span.run(work);
    span.end();
    return result;
  } catch (error) {
    span.end({ error });
    throw error;
  }
}
