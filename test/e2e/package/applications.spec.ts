import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { clientOptions, dropKeyspace } from '../../support/cassandra.js';
import {
  APPLICATION_SOURCES,
  COMMAND_LINE_SOURCE,
  HEALTH_SOURCE,
  NEST_11_COMPILER_OPTIONS,
  STRICT_COMPILER_OPTIONS,
} from './application.js';
import {
  BESIDE_NEST,
  compileConsumer,
  developmentVersions,
  installConsumer,
  NEST,
  NEST_11,
  packRepository,
  run,
  useTemporaryFolder,
  type Consumer,
} from './consumer.js';
import { GENERATED_SOURCES } from './generated.js';
import { SITE_ANSWERS, SITE_SOURCE } from './site.js';
import { TENANTS_ANSWER, TENANTS_MIGRATION, TENANTS_SOURCE } from './tenants-application.js';

const TERMINUS = developmentVersions(['@nestjs/terminus']);

const OTEL = developmentVersions(['@opentelemetry/api']);

/** Everything of the library that an application on Nest may use. */
const WHOLE_SOURCES = {
  ...APPLICATION_SOURCES,
  'src/health.ts': HEALTH_SOURCE,
  'src/site.ts': SITE_SOURCE,
  'src/tenants.ts': TENANTS_SOURCE,
  'src/tenants/20260115_001_notes.ts': TENANTS_MIGRATION,
};

const CONSUMERS: Readonly<Record<string, Consumer>> = {
  'an ES module application on Nest 12': {
    type: 'module',
    dependencies: {
      ...developmentVersions([...NEST, '@nestjs/platform-fastify', 'nest-commander']),
      ...BESIDE_NEST,
      ...TERMINUS,
      ...OTEL,
    },
    compilerOptions: STRICT_COMPILER_OPTIONS,
    sources: { ...WHOLE_SOURCES, 'src/command-line.ts': COMMAND_LINE_SOURCE },
  },
  'a CommonJS application on Nest 12': {
    type: 'commonjs',
    dependencies: { ...developmentVersions(NEST), ...BESIDE_NEST },
    compilerOptions: STRICT_COMPILER_OPTIONS,
    sources: APPLICATION_SOURCES,
  },
  'an application that "nest new" of Nest 11 has made': {
    type: 'commonjs',
    dependencies: {
      ...NEST_11,
      '@nestjs/platform-fastify': '11.2.8',
      ...BESIDE_NEST,
      ...TERMINUS,
      ...OTEL,
      typescript: '5.9.3',
    },
    compilerOptions: NEST_11_COMPILER_OPTIONS,
    sources: WHOLE_SOURCES,
  },
};

describe('the packed library', () => {
  const packed = useTemporaryFolder();
  const made = { tarball: '' };
  beforeAll(async () => {
    made.tarball = await packRepository(packed.path);
  });

  describe.each(Object.entries(CONSUMERS))('installed into %s', (_, consumer) => {
    const folder = useTemporaryFolder();
    const keyspace = `package_${randomUUID().replaceAll('-', '').slice(0, 12)}`;
    const hasCommander = 'nest-commander' in consumer.dependencies;
    const hasOtel = '@opentelemetry/api' in consumer.dependencies;
    const hasTerminus = '@nestjs/terminus' in consumer.dependencies;

    const environment = () => {
      const { contactPoints, localDataCenter, protocolOptions } = clientOptions();
      return {
        CONTACT_POINTS: contactPoints.join(','),
        LOCAL_DC: localDataCenter,
        PORT: String(protocolOptions?.port),
        KEYSPACE: keyspace,
      };
    };

    beforeAll(async () => {
      const dependencies = { ...consumer.dependencies, 'nestjs-coodie': `file:${made.tarball}` };
      const sources = { ...consumer.sources, ...GENERATED_SOURCES };
      await installConsumer({ ...consumer, sources, dependencies }, folder.path);
      await compileConsumer(folder.path);
    }, 240_000);
    afterAll(async () => {
      for (const name of [keyspace, `${keyspace}_acme`, `${keyspace}_globex`]) await dropKeyspace(name);
    }, 120_000);

    it('finds optional packages only where the application asked for them', () => {
      const isThere = (name: string) => existsSync(join(folder.path, 'node_modules', name));
      const found = ['nest-commander', '@nestjs/terminus', '@opentelemetry/api'].map(isThere);
      expect(found).toEqual([hasCommander, hasTerminus, hasOtel]);
    });

    it('compiles generated migrations as strictly as the application is compiled', () => {
      const compiled = Object.keys(GENERATED_SOURCES).map((source) =>
        join(folder.path, source.replace('src/', 'dist/').replace('.ts', '.js')),
      );
      expect(compiled.filter((file) => !existsSync(file))).toEqual([]);
    });

    it('boots, syncs an entity, applies a migration and ends by itself', async () => {
      const options = { folder: folder.path, timeout: 60_000, environment: environment() };
      const { stdout, stderr } = await run(process.execPath, ['dist/main.js'], options);
      expect(stderr).toBe('');
      expect(JSON.parse(stdout)).toEqual({
        synced: ['author', 'id'],
        changes: [],
        applied: ['20260115_001_add_rating_column'],
        states: ['applied'],
        migrated: ['author', 'id', 'rating'],
        embedded: 'EmbeddedCassandra',
      });
    });

    if ('src/site.ts' in consumer.sources) {
      it.each(['express', 'fastify'])('serves the dashboard, its health and a model on %s', async (adapter) => {
        const options = { folder: folder.path, timeout: 60_000, environment: environment() };
        const { stdout } = await run(process.execPath, ['dist/site.js', adapter], options);
        expect(JSON.parse(stdout)).toEqual(SITE_ANSWERS);
      });
    }

    if ('src/health.ts' in consumer.sources) {
      it('knows the health of its connection', async () => {
        const options = { folder: folder.path, timeout: 60_000, environment: environment() };
        const { stdout } = await run(process.execPath, ['dist/health.js'], options);
        expect(JSON.parse(stdout)).toMatchObject({
          cassandra: { status: 'up', hosts: '1/1' },
          schema: { status: 'up', schema: 'ready', pending: 0 },
        });
      });
    }

    if ('src/tenants.ts' in consumer.sources) {
      it('migrates and syncs its tenants, and reads every row of one', async () => {
        const options = { folder: folder.path, timeout: 60_000, environment: environment() };
        const { stdout } = await run(process.execPath, ['dist/tenants.js'], options);
        expect(JSON.parse(stdout)).toEqual(TENANTS_ANSWER);
      });
    }

    if (!hasCommander) return;

    it('lends the application its commands', async () => {
      const options = { folder: folder.path, timeout: 30_000 };
      const { stdout } = await run(process.execPath, ['dist/command-line.js', '--help'], options);
      expect(stdout).toContain('migrate');
    });

    it('has a command that explains itself', async () => {
      const { stdout } = await run('npx', ['--no', 'coodie', '--', '--help'], { folder: folder.path, timeout: 30_000 });
      expect(stdout).toContain('migrate');
    });
  });
});
