import { Global, Module } from '@nestjs/common';
import { trace, type Tracer } from '@opentelemetry/api';
import type { Attributes, Figure, Span, SpanName, Telemetry } from '../session/telemetry.js';
import { Instruments } from './instruments.js';
import { OtelSpan } from './otel-span.js';

/** COODIE_TELEMETRY of lib/nest. An import at run time would cut one more file off those that every application loads. */
const COODIE_TELEMETRY = Symbol.for('nestjs-coodie:telemetry');

/**
 * Tells OpenTelemetry what coodie does: spans of starts and of runs above those of the driver, and metrics. Without an
 * SDK in the process it does nothing.
 * @publicApi
 */
@Global()
@Module({
  providers: [{ provide: COODIE_TELEMETRY, useFactory: () => new OtelTelemetry() }],
  exports: [COODIE_TELEMETRY],
})
export class CoodieOtelModule {}

const SCOPE = 'nestjs-coodie';

const SYSTEM = { 'db.system.name': 'cassandra' };

/** Receives what coodie does for the tracer and the meter of the process. */
class OtelTelemetry implements Telemetry {
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
