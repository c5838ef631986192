import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { useKeyspace } from '../../support/cassandra.js';
import { tablesOf } from '../../support/schema-of.js';
import { useProject } from '../cli/project.js';
import { NEST_11_COMPILER_OPTIONS } from './application.js';
import { SERVICES_SOURCES } from './services-application.js';

const MODULES = resolve(__dirname, '../../../node_modules');
/** Packages that are ES modules, as README.md lists them. */
const ES_MODULES = 'nestjs-coodie|@nestjs|@tokenizer|@borewit|load-esm|file-type|strtok3|token-types|uint8array-extras';
const JEST = `module.exports = {
  testRegex: '\\\\.spec\\\\.ts$',
  transform: { '^.+\\\\.[tj]s$': ['@swc/jest', { module: { type: 'commonjs' }, jsc: {
    target: 'es2022', keepClassNames: true, parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true } } }] },
  transformIgnorePatterns: ['/node_modules/(?!(${ES_MODULES})/)'],
  moduleNameMapper: { '^(\\\\.{1,2}/.*)\\\\.js$': '$1' },
};
`;

/** Jest runs CommonJS; Node runs both. */
describe.each(['commonjs', 'module'])('a migration with services, in a project of type %s', (type) => {
  const keyspace = useKeyspace(`services_${type}`);
  const compilerOptions = {
    ...NEST_11_COMPILER_OPTIONS,
    incremental: false,
    baseUrl: undefined,
    rootDir: 'src',
    types: ['node'],
  };
  const project = useProject({
    ...SERVICES_SOURCES,
    'package.json': JSON.stringify({ name: 'services', type, private: true }),
    'tsconfig.json': JSON.stringify({ compilerOptions, include: ['src'], exclude: ['src/**/*.spec.ts'] }),
    'jest.config.cjs': JEST,
  });
  beforeAll(() => {
    execFileSync(process.execPath, [join(MODULES, 'typescript/bin/tsc'), '-p', project.path], { stdio: 'inherit' });
  });
  const environment = (directory: string) => ({
    CONTACT_POINTS: process.env['CASSANDRA_CONTACT_POINTS'],
    LOCAL_DC: process.env['CASSANDRA_LOCAL_DC'] ?? 'datacenter1',
    KEYSPACE: keyspace.name,
    MIGRATIONS: `${directory}/migrations`,
  });
  const coodie = (command: string, app: string, directory: string) => () =>
    project.coodie(['migrate', command, '--app', app], environment(directory));
  const main = (directory: string) => () => project.node(['dist/main.js'], environment(directory));

  /** Each goes on where the one before it has stopped: applied, rolled back, and so on. */
  it.each([
    ['the start of dist, with dist', main('dist'), true],
    ['--app src, with dist', coodie('rollback', 'src/app.module.ts', 'dist'), false],
    ['the start of dist, with src', main('src'), true],
    ['--app dist, with src', coodie('rollback', 'dist/app.module.js', 'src'), false],
    ['--app src, with src', coodie('apply', 'src/app.module.ts', 'src'), true],
    ['--app dist, with dist', coodie('rollback', 'dist/app.module.js', 'dist'), false],
  ] as const)('gets those of the application: %s', async (_, run, isApplied) => {
    const { code, stderr } = await run();
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'the_hook ' });
    expect((await tablesOf(keyspace.client, keyspace.name)).includes('big_torch')).toBe(isApplied);
  });

  if (type !== 'commonjs') return;

  it('gets them under Jest, from src and from dist', async () => {
    const { code, stderr } = await project.node([join(MODULES, 'jest/bin/jest.js')], environment('src'));
    expect(stderr).toContain('Tests:       2 passed, 2 total');
    expect(code).toBe(0);
  });
});
