import { context, SpanStatusCode, trace, type Span as ApiSpan } from '@opentelemetry/api';
import type { Attributes, Failed, Span } from '../session/telemetry.js';

/** End of a span: seconds that it took, and facts that were noted on the way. */
export interface Ending {
  readonly seconds: number;
  readonly attributes: Attributes;
}

/** A span of OpenTelemetry. A failure is recognized by its code: messages may quote rows. */
export class OtelSpan implements Span {
  private readonly startedAt = performance.now();
  private noted: Attributes = {};

  constructor(
    private readonly span: ApiSpan,
    private readonly onEnd: (ending: Ending) => void,
  ) {}

  run<T>(work: () => Promise<T>): Promise<T> {
    return context.with(trace.setSpan(context.active(), this.span), work);
  }

  note(attributes: Attributes): void {
    this.noted = { ...this.noted, ...attributes };
    this.span.setAttributes(attributes);
  }

  end(outcome?: Failed): void {
    if (outcome) {
      this.note({ 'error.type': kindOf(outcome.error) });
      this.span.setStatus({ code: SpanStatusCode.ERROR });
    }
    this.span.end();
    this.onEnd({ seconds: (performance.now() - this.startedAt) / 1000, attributes: this.noted });
  }
}

function kindOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  // The code of an error of coodie, told without its class: see coodie-otel.module.ts.
  return 'code' in error && typeof error.code === 'string' ? error.code : error.constructor.name;
}
