import ts from 'typescript';
import { clientOptions, dropKeyspace, useKeyspace } from '../../support/cassandra.js';
import { useCollector, type CollectedSpan } from '../../support/collector.js';
import { blocksOf } from '../../support/markdown.js';
import { useProject } from '../cli/project.js';

const DRIVER = '@opentelemetry/instrumentation-cassandra-driver';
const SECRET = 'only-for-the-database';
const SETUP = blocksOf('docs/opentelemetry.md').find(({ text }) => text.startsWith('// otel.mjs'))?.text ?? '';

/** With OTEL, as docs/opentelemetry.md shows it; without, the same application with nothing of OpenTelemetry. */
const APPLICATION = `
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Column, CoodieModule, Entity, PartitionKey, SchemaService } from 'nestjs-coodie';

const otel = process.env.OTEL ? [(await import('nestjs-coodie/otel')).CoodieOtelModule] : [];

@Entity({ name: 'reviews' })
class Review {
  @PartitionKey('int') id!: number;
  @Column('text') author!: string;
}

@Module({
  imports: [
    ...otel,
    CoodieModule.forRoot({
      client: JSON.parse(process.env.CLIENT ?? '{}'),
      keyspace: process.env.KEYSPACE ?? '',
      migrations: { baseDir: process.cwd(), dir: 'migrations', onBootstrap: 'apply' },
      ...(process.env.TENANTS ? { tenants: JSON.parse(process.env.TENANTS) } : {}),
    }),
    CoodieModule.forFeature([Review]),
  ],
})
class AppModule {}

const app = await NestFactory.createApplicationContext(AppModule, { logger: ['error'], abortOnError: false }).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
const { createRequire } = await import('node:module');
const loaded = Object.keys(createRequire(import.meta.url).cache).filter((file) => file.includes('@opentelemetry'));
console.log(JSON.stringify({ loaded: loaded.length }));
await app?.close();
`;

const compiled = (text: string) =>
  ts.transpileModule(text, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ES2022, experimentalDecorators: true },
  }).outputText;

/** The spans of coodie, each with its children, as one line of text. */
function treeOf(spans: readonly CollectedSpan[], parent = ''): string {
  const ids = new Set(spans.map(({ spanId }) => spanId));
  const children = spans.filter(({ parentSpanId }) => (ids.has(parentSpanId) ? parentSpanId : '') === parent);
  return children
    .map(({ name, spanId }) => `${name.replace('coodie.', '')}${bracketed(treeOf(spans, spanId))}`)
    .join(' ');
}

const bracketed = (text: string) => (text === '' ? '' : `(${text})`);

describe('OpenTelemetry, set up as the documentation says', () => {
  const keyspace = useKeyspace('otel');
  const collector = useCollector();
  const project = useProject({
    'package.json': JSON.stringify({ type: 'module' }),
    'otel.mjs': SETUP,
    'main.js': compiled(APPLICATION),
    'migrations/20260115_001_notes.cql': `-- upgrade
CREATE TABLE notes (id int PRIMARY KEY, text text);
INSERT INTO notes (id, text) VALUES (7042, '${SECRET}'); -- ${SECRET}
-- downgrade
DROP TABLE notes;
`,
  });

  async function start(args: readonly string[] = ['--import', './otel.mjs'], environment: NodeJS.ProcessEnv = {}) {
    const ended = await project.node([...args, 'main.js'], {
      CLIENT: JSON.stringify(clientOptions()),
      KEYSPACE: keyspace.name,
      OTEL: 'yes',
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_METRICS_EXPORTER: 'otlp',
      OTEL_LOGS_EXPORTER: 'none',
      ...environment,
    });
    const { spans, metrics } = collector.take();
    const own = spans.filter(({ scope }) => scope === 'nestjs-coodie');
    const driver = spans.filter(({ scope }) => scope === DRIVER);
    const value = (name: string) => metrics.filter((metric) => metric.name === name).at(-1)?.value;
    return { ended, spans, own, driver, metrics, value, text: JSON.stringify([own, metrics]) };
  }

  it('makes one tree of a start that migrates and syncs, with no data in it', async () => {
    const { ended, spans, own, driver, metrics, value, text } = await start();
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(treeOf(own)).toBe('start(migrate(lock migration(ddl statement)) sync(lock ddl))');
    expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
    expect(spans.filter(({ parentSpanId }) => parentSpanId === '').map(({ name }) => name)).toEqual(['coodie.start']);
    expect(driver.length).toBeGreaterThan(20);
    expect(own.flatMap(({ attributes }) => attributes['db.query.text'] ?? [])).toEqual([
      expect.stringContaining('CREATE TABLE notes (id int PRIMARY KEY, text text)'),
      'INSERT INTO notes (id, text) VALUES (?, ?)',
      expect.stringMatching(/^CREATE TABLE reviews/),
    ]);
    expect(text).not.toMatch(new RegExp(`${SECRET}|7042`));
    expect(own.map(({ attributes }) => attributes['db.namespace'])).toEqual(own.map(() => keyspace.name));
    expect(metrics.every(({ attributes }) => attributes['db.namespace'] === keyspace.name)).toBe(true);
    expect(value('coodie.migrations.applied')).toBe(1);
    expect(value('coodie.migrations.pending')).toBe(0);
    expect(value('coodie.lock.wait')).toBe(2);
  });

  it('shows an unchanged start as reads below one span, and drift as a figure', async () => {
    const { own, spans, value } = await start();
    expect(treeOf(own)).toBe('start(migrate sync)');
    expect(spans.filter(({ parentSpanId }) => parentSpanId === '')).toHaveLength(1);
    expect(value('coodie.schema.drift')).toBe(1);
    expect(value('coodie.migrations.applied')).toBeUndefined();
  });

  it('has a span for each tenant that is migrated or synced, and none for one that is unchanged', async () => {
    const createKeyspace = { replication: { class: 'SimpleStrategy', replication_factor: 1 } };
    const keyspaces = ['acme', 'globex'].map((name) => `${keyspace.name.slice(0, 30)}_${name}`);
    const environment = { TENANTS: JSON.stringify({ keyspaces, createKeyspace, onBootstrap: 'apply' }) };
    try {
      const { ended, own, value } = await start(undefined, environment);
      expect(ended).toMatchObject({ code: 0, stderr: '' });
      const of = (name: string) =>
        own.filter((span) => span.name === name && keyspaces.includes(String(span.attributes['db.namespace'])));
      expect(of('coodie.migration').map(({ attributes }) => attributes['db.namespace'])).toEqual(keyspaces);
      expect(of('coodie.sync').map(({ attributes }) => attributes['db.namespace'])).toEqual(keyspaces);
      expect(new Set(own.map(({ traceId }) => traceId)).size).toBe(1);
      expect(value('coodie.schema.drift')).toBeDefined();
      expect(treeOf((await start(undefined, environment)).own)).not.toContain('ddl');
    } finally {
      for (const name of keyspaces) await dropKeyspace(name);
    }
  });

  it('loads nothing of OpenTelemetry where the module is not imported', async () => {
    const { ended, spans } = await start([], { OTEL: undefined });
    expect(ended).toMatchObject({ code: 0, stdout: '{"loaded":0}\n' });
    expect(spans).toEqual([]);
  });

  it('tells of a failure by its code, not by its message', async () => {
    project.write(
      'migrations/20260116_001_more.cql',
      `-- upgrade\nINSERT INTO notes (id, nothing) VALUES (7042, '${SECRET}');\n`,
    );
    const { ended, own, text, value } = await start();
    expect(ended.code).not.toBe(0);
    expect(ended.stderr).toContain('20260116_001_more');
    expect(treeOf(own)).toBe('start(migrate(lock migration(statement)))');
    const failed = own.filter(({ status }) => status === 2).map(({ name }) => name);
    expect(failed.toSorted()).toEqual(['coodie.migrate', 'coodie.migration', 'coodie.start', 'coodie.statement']);
    const whole = own.find(({ name }) => name === 'coodie.start');
    expect(whole?.attributes['error.type']).toBe('COODIE_MIGRATION_FAILED');
    expect(text).not.toMatch(new RegExp(`${SECRET}|7042`));
    expect(value('coodie.migrations.pending')).toBe(1);
  });
});
