import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface CollectedSpan {
  readonly scope: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly name: string;
  readonly status: number;
  readonly events: readonly unknown[];
  readonly attributes: Readonly<Record<string, unknown>>;
}

export interface CollectedMetric {
  readonly name: string;
  /** Its last value; of a histogram the count. */
  readonly value: number;
  readonly attributes: Readonly<Record<string, unknown>>;
}

export interface Collector {
  readonly endpoint: string;
  /** What has come since the last call. */
  take(): { readonly spans: readonly CollectedSpan[]; readonly metrics: readonly CollectedMetric[] };
}

/** A receiver of OTLP over HTTP, in JSON, for the suite around it. */
export function useCollector(): Collector {
  const spans: CollectedSpan[] = [];
  const metrics: CollectedMetric[] = [];
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      spans.push(...spansIn(body));
      metrics.push(...metricsIn(body));
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  beforeAll(() => new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening)));
  afterAll(() => new Promise((closed) => server.close(closed)));
  return {
    get endpoint() {
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    },
    take: () => ({ spans: spans.splice(0), metrics: metrics.splice(0) }),
  };
}

interface Attribute {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

interface Point {
  readonly attributes?: readonly Attribute[];
  readonly count?: number | string;
  readonly asInt?: number | string;
  readonly asDouble?: number;
}

interface Scope {
  readonly scope: { readonly name: string };
  readonly spans?: readonly (Omit<CollectedSpan, 'attributes' | 'scope' | 'status'> & {
    readonly attributes: readonly Attribute[];
    readonly status: { readonly code?: number };
  })[];
  readonly metrics?: readonly ({ readonly name: string } & Readonly<
    Partial<Record<'sum' | 'gauge' | 'histogram', { readonly dataPoints: readonly Point[] }>>
  >)[];
}

interface Body {
  readonly resourceSpans?: readonly { readonly scopeSpans: readonly Scope[] }[];
  readonly resourceMetrics?: readonly { readonly scopeMetrics: readonly Scope[] }[];
}

async function bodyOf(request: IncomingMessage): Promise<Body> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as Body;
}

function spansIn({ resourceSpans = [] }: Body): readonly CollectedSpan[] {
  return resourceSpans
    .flatMap(({ scopeSpans }) => scopeSpans)
    .flatMap(({ scope, spans = [] }) =>
      spans.map((span) => ({
        ...span,
        parentSpanId: span.parentSpanId ?? '',
        scope: scope.name,
        status: span.status.code ?? 0,
        attributes: valuesOf(span.attributes),
      })),
    );
}

function metricsIn({ resourceMetrics = [] }: Body): readonly CollectedMetric[] {
  return resourceMetrics
    .flatMap(({ scopeMetrics }) => scopeMetrics)
    .filter(({ scope }) => scope.name === 'nestjs-coodie')
    .flatMap(({ metrics = [] }) => metrics)
    .flatMap(({ name, sum, gauge, histogram }) =>
      (sum ?? gauge ?? histogram)!.dataPoints.map(({ count, asInt, asDouble, attributes = [] }) => ({
        name,
        value: Number(count ?? asInt ?? asDouble),
        attributes: valuesOf(attributes),
      })),
    );
}

const valuesOf = (attributes: readonly Attribute[]) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
