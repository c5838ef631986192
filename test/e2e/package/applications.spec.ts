import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { clientOptions, dropKeyspace } from '../../support/cassandra.js';
import {
  APPLICATION_SOURCES,
  COMMAND_LINE_SOURCE,
  NEST_11_COMPILER_OPTIONS,
  STRICT_COMPILER_OPTIONS,
} from './application.js';
import {
  compileConsumer,
  developmentVersions,
  installConsumer,
  packRepository,
  run,
  useTemporaryFolder,
  type Consumer,
} from './consumer.js';

const NEST = ['@nestjs/common', '@nestjs/core', '@nestjs/platform-express'];
const OTHERS = {
  ...developmentVersions(['cassandra-driver', 'reflect-metadata', 'rxjs']),
  // The first versions of 20.19 do not compile where their own declarations are checked, too.
  '@types/node': '20.19.43',
};
const NEST_11 = Object.fromEntries(NEST.map((name) => [name, '11.2.10']));

const CONSUMERS: Readonly<Record<string, Consumer>> = {
  'an ES module application on Nest 12': {
    type: 'module',
    dependencies: { ...developmentVersions([...NEST, 'nest-commander']), ...OTHERS },
    compilerOptions: STRICT_COMPILER_OPTIONS,
    sources: { ...APPLICATION_SOURCES, 'src/command-line.ts': COMMAND_LINE_SOURCE },
  },
  'a CommonJS application on Nest 12': {
    type: 'commonjs',
    dependencies: { ...developmentVersions(NEST), ...OTHERS },
    compilerOptions: STRICT_COMPILER_OPTIONS,
    sources: APPLICATION_SOURCES,
  },
  'an application that "nest new" of Nest 11 has made': {
    type: 'commonjs',
    dependencies: { ...NEST_11, ...OTHERS, typescript: '5.9.3' },
    compilerOptions: NEST_11_COMPILER_OPTIONS,
    sources: APPLICATION_SOURCES,
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

    beforeAll(async () => {
      const dependencies = { ...consumer.dependencies, 'nestjs-coodie': `file:${made.tarball}` };
      await installConsumer({ ...consumer, dependencies }, folder.path);
      await compileConsumer(folder.path);
    }, 240_000);
    afterAll(() => dropKeyspace(keyspace));

    it('finds nest-commander only where the application asked for it', () => {
      expect(existsSync(join(folder.path, 'node_modules/nest-commander'))).toBe(hasCommander);
    });

    it('boots, syncs an entity, applies a migration and ends by itself', async () => {
      const { contactPoints, localDataCenter, protocolOptions } = clientOptions();
      const environment = {
        CONTACT_POINTS: contactPoints.join(','),
        LOCAL_DC: localDataCenter,
        PORT: String(protocolOptions?.port),
        KEYSPACE: keyspace,
      };
      const options = { folder: folder.path, timeout: 60_000, environment };
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
