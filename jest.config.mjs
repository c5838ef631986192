// Nest 12 is published as ES modules; Jest runs CommonJS, so those packages are transformed like our own sources.
const esmPackages = [
  '@nestjs',
  '@tokenizer',
  '@borewit',
  'load-esm',
  'file-type',
  'strtok3',
  'token-types',
  'uint8array-extras',
];

/** @type {import('jest').Config} */
const shared = {
  testEnvironment: 'node',
  transform: {
    '^.+\\.[jt]s$': [
      '@swc/jest',
      {
        module: { type: 'commonjs' },
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          keepClassNames: true,
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: true },
        },
      },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esmPackages.join('|')})/)`],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  setupFiles: ['reflect-metadata'],
};

/** Suites that share one server; see the set-up. */
const onOneServer = {
  ...shared,
  globalSetup: '<rootDir>/test/support/start-cassandra.mjs',
  globalTeardown: '<rootDir>/test/support/stop-cassandra.mjs',
};

/** @type {import('jest').Config} */
export default {
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['<rootDir>/test/unit/**/*.spec.ts', '<rootDir>/test/architecture/**/*.spec.ts'],
    },
    { ...shared, displayName: 'simulation', testMatch: ['<rootDir>/test/simulation/**/*.spec.ts'] },
    { ...onOneServer, displayName: 'integration', testMatch: ['<rootDir>/test/integration/**/*.spec.ts'] },
    { ...onOneServer, displayName: 'e2e', testMatch: ['<rootDir>/test/e2e/**/*.spec.ts'] },
    { ...onOneServer, displayName: 'property', testMatch: ['<rootDir>/test/property/**/*.spec.ts'] },
    { ...onOneServer, displayName: 'faults', testMatch: ['<rootDir>/test/faults/**/*.spec.ts'] },
    { ...shared, displayName: 'cluster', testMatch: ['<rootDir>/test/cluster/**/*.spec.ts'] },
  ],
  reporters: ['default', '<rootDir>/test/support/results-reporter.mjs'],
  // Tests wait for Cassandra more than they compute: two workers keep a small machine busy.
  maxWorkers: 2,
  testSequencer: '<rootDir>/test/support/longest-first.mjs',
  testTimeout: 120_000,
};
