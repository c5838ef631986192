import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { blocksOf } from '../../support/markdown.js';
import { NEST_11_COMPILER_OPTIONS } from './application.js';
import {
  developmentVersions,
  installConsumer,
  NEST,
  NEST_11,
  packRepository,
  run,
  useTemporaryFolder,
} from './consumer.js';
import { GREETING_SOURCES, STOCK_11_TEST } from './stock-application.js';

const TEMPLATES = join(
  dirname(createRequire(require.resolve('@nestjs/cli/package.json')).resolve('@nestjs/schematics/package.json')),
  'dist/lib/application/files/ts-esm',
);
const blocks = blocksOf('docs/testing.md');
const block = (beginning: string): string => {
  const found = blocks.find(({ text }) => text.startsWith(beginning));
  if (!found) throw new Error(`docs/testing.md has no block that begins with ${beginning}`);
  return found.text;
};
/** Eight at once, each of which loads all of Nest, take longer on two processors than Vitest waits for one. */
const PATIENT = ['--hookTimeout', '120000', '--testTimeout', '120000'];
const CONFIGURATION = block('// vitest.config.e2e.ts');
const SPEC = block('// test/app.e2e-spec.ts');
const ORDERS = block('// test/orders.spec.ts');
/** Each has a keyspace of its own; many are at work at once. */
const MANY = Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`test/orders-${index}.e2e-spec.ts`, ORDERS]));
/** The process of its file is gone in the middle of a test, as one is that runs out of memory. */
const KILLED = `import { CoodieTesting } from 'nestjs-coodie/testing';

it('is killed', async () => {
  const db = await CoodieTesting.keyspace();
  await db.client.execute('CREATE TABLE halfway (id int PRIMARY KEY)');
  process.kill(process.pid, 'SIGKILL');
  await new Promise(() => {});
});
`;
const JEST = block('{\n  "moduleFileExtensions"');
const withoutSuffix = (text: string) => text.replaceAll(/(from '[^']+)\.js'/g, "$1'");

const OTHERS = {
  ...developmentVersions(['cassandra-driver', 'reflect-metadata', 'rxjs', 'typescript', '@swc/core', '@swc/jest']),
  supertest: '7.3.2',
};

/** Without `include`, as the stock one: the tests are compiled by it, too. */
const TSCONFIG = { 'tsconfig.json': JSON.stringify({ compilerOptions: NEST_11_COMPILER_OPTIONS }) };

/** Words of a program, without comments, in any layout. */
const wordsOf = (text: string) =>
  text
    .replaceAll(/\/\/.*$/gm, '')
    .replaceAll(/,(?=\s*[)\]}])/g, '')
    .match(/\w+|'[^']*'|[^\s\w]/g) ?? [];
const addedLines = (text: string) => text.split('\n').filter((line) => line.endsWith('// added'));

describe('the test that "nest new" writes, on a real Cassandra', () => {
  const packed = useTemporaryFolder();
  const made = { tarball: '' };
  beforeAll(async () => {
    made.tarball = await packRepository(packed.path);
  });

  it('has four lines more than before', () => {
    expect([...addedLines(CONFIGURATION), ...addedLines(SPEC)]).toHaveLength(4);
    const stock = (file: string) =>
      readFileSync(join(TEMPLATES, file), 'utf8').replace(/<%= specFileSuffix %>/, 'spec');
    const without = (text: string) =>
      text
        .split('\n')
        .filter((line) => !line.endsWith('// added'))
        .join('\n');
    expect(wordsOf(without(CONFIGURATION))).toEqual(wordsOf(stock('vitest.config.e2e.ts')));
    const builder = 'Test.createTestingModule({ imports: [AppModule] })';
    const original = without(SPEC).replace('await db\n', `await ${builder}\n`);
    expect(wordsOf(original)).toEqual(wordsOf(stock('test/app.e2e-__specFileSuffix__.ts')));
  });

  it('has the lines of Jest that "nest new" of Nest 11 wrote', () => {
    const { globalSetup, transformIgnorePatterns, transform, ...others } = JSON.parse(JEST) as Record<string, object>;
    const stock = JSON.parse(STOCK_11_TEST['jest-e2e.json']) as Record<string, object>;
    expect({ ...others, transform: Object.fromEntries(Object.entries(transform ?? {}).slice(1)) }).toEqual(stock);
    expect(globalSetup).toBe('nestjs-coodie/testing/jest-setup');
    expect(transformIgnorePatterns).toHaveLength(1);
  });

  /** The server of this suite. */
  const environment = {
    CASSANDRA_CONTACT_POINTS: process.env['CASSANDRA_CONTACT_POINTS'] ?? '',
    CASSANDRA_LOCAL_DC: process.env['CASSANDRA_LOCAL_DC'] ?? 'datacenter1',
  };

  describe('of Nest 12, with Vitest', () => {
    const folder = useTemporaryFolder();
    beforeAll(async () => {
      await installConsumer(
        {
          type: 'module',
          dependencies: {
            ...developmentVersions([...NEST, '@nestjs/testing']),
            ...OTHERS,
            vitest: '4.1.12',
            'vite-tsconfig-paths': '5.1.4',
            'nestjs-coodie': `file:${made.tarball}`,
          },
          compilerOptions: NEST_11_COMPILER_OPTIONS,
          sources: {
            ...GREETING_SOURCES,
            ...MANY,
            ...TSCONFIG,
            'vitest.config.e2e.ts': CONFIGURATION,
            'test/app.e2e-spec.ts': SPEC,
          },
        },
        folder.path,
      );
    }, 240_000);

    it('passes on a server that the set-up starts, beside ten others and eight at once', async () => {
      const options = { folder: folder.path, timeout: 180_000, environment: { CASSANDRA_CONTACT_POINTS: '' } };
      const vitest = [
        '--no',
        'vitest',
        '--',
        'run',
        '--config',
        './vitest.config.e2e.ts',
        '--maxWorkers',
        '8',
        ...PATIENT,
      ];
      const { stdout } = await run('npx', vitest, options);
      expect(stdout).toMatch(/Test Files .*11 passed/);
      expect(stdout).toMatch(/Tests .*11 passed/);
    });
  });

  describe('of Nest 11, with Jest', () => {
    const folder = useTemporaryFolder();
    const sources = Object.fromEntries(
      Object.entries({ ...GREETING_SOURCES, ...MANY, 'test/app.e2e-spec.ts': SPEC }).map(([file, text]) => [
        file,
        withoutSuffix(text),
      ]),
    );
    beforeAll(async () => {
      await installConsumer(
        {
          type: 'commonjs',
          dependencies: {
            ...NEST_11,
            '@nestjs/testing': '11.2.6',
            ...OTHERS,
            typescript: '5.9.3',
            jest: '30.5.2',
            'ts-jest': '29.4.15',
            '@types/jest': '30.0.0',
            '@types/supertest': '7.2.1',
            'nestjs-coodie': `file:${made.tarball}`,
          },
          compilerOptions: NEST_11_COMPILER_OPTIONS,
          sources: { ...sources, 'test/killed.e2e-spec.ts': KILLED, 'test/jest-e2e.json': JEST },
        },
        folder.path,
      );
    }, 240_000);

    const jest = (...parameters: string[]) => ['--no', 'jest', '--', '--config', './test/jest-e2e.json', ...parameters];

    it('passes', async () => {
      const options = { folder: folder.path, timeout: 120_000, environment };
      const { stderr } = await run('npx', jest('app'), options);
      expect(stderr).toContain('Tests:       1 passed, 1 total');
    });

    it('passes on a server that the set-up starts, beside ten others, eight at once and one that is killed', async () => {
      const options = { folder: folder.path, timeout: 180_000, environment: { CASSANDRA_CONTACT_POINTS: '' } };
      const ended = await run('npx', jest('--maxWorkers', '8', '--testTimeout', '120000'), options).catch(String);
      expect(ended).toContain('signal=SIGKILL');
      expect(ended).toContain('Test Suites: 1 failed, 11 passed, 12 total');
      expect(ended).toContain('Tests:       11 passed, 11 total');
    });
  });
});
