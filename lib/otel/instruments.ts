import { metrics, type Attributes as Labels, type Counter, type Gauge, type Histogram } from '@opentelemetry/api';
import type { Attributes, Figure, SpanName } from '../session/telemetry.js';

export interface EndedSpan {
  readonly name: SpanName;
  readonly seconds: number;
  readonly attributes: Attributes;
}

/** The metrics. */
export class Instruments {
  private readonly statements: Histogram;
  private readonly lockWait: Histogram;
  private readonly applied: Counter;
  private readonly figures: Readonly<Record<Figure, Gauge>>;

  constructor(scope: string) {
    const meter = metrics.getMeter(scope);
    const describe = (description: string, unit: string) => ({ description, unit });
    this.statements = meter.createHistogram('coodie.statement.duration', {
      unit: 's',
      description: 'Duration of a schema change, or of a statement of a script, with schema agreement.',
    });
    this.lockWait = meter.createHistogram('coodie.lock.wait', {
      unit: 's',
      description: 'Time until the lock of a keyspace was taken, or given up.',
    });
    this.applied = meter.createCounter('coodie.migrations.applied', describe('Migrations applied.', '{migration}'));
    this.figures = {
      drift: meter.createGauge('coodie.schema.drift', describe('Objects that no entity declares.', '{object}')),
      pending: meter.createGauge('coodie.migrations.pending', describe('Migrations to apply.', '{migration}')),
    };
  }

  count({ name, seconds, attributes }: EndedSpan): void {
    const labels = labelsOf(attributes);
    switch (name) {
      case 'coodie.ddl':
      case 'coodie.statement':
        if (attributes['coodie.statement.done_before'] === true) return;
        return this.statements.record(seconds, { ...labels, 'coodie.statement.kind': name.slice('coodie.'.length) });
      case 'coodie.lock':
        return this.lockWait.record(seconds, labels);
      case 'coodie.migration':
        if (attributes['coodie.direction'] === 'upgrade' && !labels['error.type']) this.applied.add(1, labels);
        return;
      case 'coodie.start':
      case 'coodie.sync':
      case 'coodie.migrate':
        return;
    }
  }

  know(figure: Figure, keyspace: string, value: number): void {
    this.figures[figure].record(value, { 'db.namespace': keyspace });
  }
}

/** The attributes that have few values: each combination of labels is a time series. */
function labelsOf(attributes: Attributes): Labels {
  const names = ['db.system.name', 'db.namespace', 'error.type'];
  return Object.fromEntries(
    names.flatMap((name) => (attributes[name] === undefined ? [] : [[name, attributes[name]]])),
  );
}
