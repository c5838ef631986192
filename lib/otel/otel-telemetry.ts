import { trace, type Tracer } from '@opentelemetry/api';
import type { Attributes, Figure, Span, SpanName, Telemetry } from '../session/telemetry.js';
import { Instruments } from './instruments.js';
import { OtelSpan } from './otel-span.js';

const SCOPE = 'nestjs-coodie';
const SYSTEM = { 'db.system.name': 'cassandra' };

/** Receives what coodie does for the tracer and the meter of the process. */
export class OtelTelemetry implements Telemetry {
  private readonly tracer: Tracer = trace.getTracer(SCOPE);
  private made: Instruments | undefined;

  readonly begin = (name: SpanName, attributes: () => Attributes): Span => {
    const facts = { ...SYSTEM, ...attributes() };
    return new OtelSpan(this.tracer.startSpan(name, { attributes: facts }), (ending) =>
      this.instruments.count({ name, ...ending, attributes: { ...facts, ...ending.attributes } }),
    );
  };

  readonly know = (figure: Figure, keyspace: string, value: number): void =>
    this.instruments.know(figure, keyspace, value);

  /** A meter that is asked for before the SDK has started counts nothing, ever: so it is asked for late. */
  private get instruments(): Instruments {
    this.made ??= new Instruments(SCOPE);
    return this.made;
  }
}
