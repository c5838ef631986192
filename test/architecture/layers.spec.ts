import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const LIB = resolve(__dirname, '../../lib');

/** A folder may import from folders on an earlier line, never from its own line's neighbours or a later one. */
const LAYERS = [
  ['core'],
  ['session', 'load'],
  ['lock'],
  ['backfill'],
  ['schema', 'migrations'],
  ['tenants'],
  ['present'],
  ['nest'],
  ['bullmq', 'models', 'terminus', 'otel', 'dashboard'],
  ['testing'],
  ['cli'],
  ['schematics'],
];
/** The same within a layer, for its folders and files; a layer that is not listed is one folder. */
const AREAS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  core: [
    ['text', 'version', 'lexer'],
    ['error', 'options'],
    ['model'],
    ['progress', 'catalog', 'diff', 'validate'],
    ['entity', 'cql', 'render'],
    ['history', 'plan', 'query', 'source', 'replay', 'copy'],
    ['lint', 'draft', 'erd', 'backfill', 'tenants', 'spark'],
  ],
  session: [
    [
      'describe-driver-error',
      'in-time',
      'in-turns',
      'progress-feed',
      'refusal',
      'runtime',
      'scratch-escape-error',
      'telemetry',
      'tenant-elsewhere-error',
    ],
    ['errors', 'session'],
    [
      'find-names',
      'introspect',
      'introspect-ring',
      'introspect-many',
      'probe-server',
      'scratch-database',
      'tenant-database',
    ],
    ['look-for'],
    ['send-ddl'],
    ['own-tables'],
    ['own-table-session', 'backfill-tables', 'ensure-own-tables', 'tenant-registry'],
    ['survey-tenants'],
    ['driver'],
  ],
  migrations: [
    ['source'],
    ['history'],
    ['backfill'],
    ['run'],
    ['baseline', 'describe-pending', 'lint-source', 'repair-record', 'migration-options'],
    ['option-problems', 'migration-tenants'],
    ['migration-service'],
    ['verify'],
  ],
  schematics: [['tree'], ['entity', 'nest-add'], ['index']],
  testing: [['embedded', 'mock-model'], ['keyspace'], ['global'], ['index']],
  cli: [
    ['settings'],
    ['terminal', 'completion'],
    ['application'],
    ['generate'],
    ['verify', 'init', 'squash'],
    ['presenters'],
    ['actions'],
    ['commands'],
    ['coodie-commands.module'],
    ['coodie-cli.module'],
    ['run-cli'],
    ['index', 'bin'],
  ],
};
/** The packages that each layer may use; only `session` and the layers that hand the driver on know it. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  core: ['reflect-metadata'],
  otel: ['@nestjs/common', '@opentelemetry/api'],
  session: ['node:crypto', 'node:events', 'node:timers/promises'],
  'session/describe-driver-error': ['cassandra-driver'],
  'session/driver': ['cassandra-driver', 'node:timers/promises'],
  load: [
    'jiti',
    'node:buffer',
    'node:fs',
    'node:fs/promises',
    'node:inspector',
    'node:module',
    'node:path',
    'node:url',
    'node:util',
    'node:vm',
    'typescript',
    '@swc/core',
  ],
  lock: [],
  backfill: ['node:crypto', 'node:fs/promises', 'node:path'],
  schematics: [],
  schema: [],
  migrations: ['node:crypto', 'node:fs/promises', 'node:path'],
  present: ['node:util', 'picocolors'],
  bullmq: ['@nestjs/bullmq', '@nestjs/common', '@nestjs/core', 'bullmq', 'node:crypto', 'node:os'],
  dashboard: ['@nestjs/common', '@nestjs/core'],
  models: ['@nestjs/common', '@nestjs/core', 'cassandra-driver', 'node:crypto'],
  terminus: ['@nestjs/common', '@nestjs/core', '@nestjs/terminus'],
  nest: [
    '@nestjs/common',
    '@nestjs/common/constants.js',
    '@nestjs/core',
    'cassandra-driver',
    'node:crypto',
    'node:os',
    'node:path',
    'node:util',
  ],
};

const files = readdirSync(LIB, { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.ts') && file !== 'index.ts',
);
const textOf = (file: string) => readFileSync(join(LIB, file), 'utf8');
const importsOf = (file: string) =>
  [...textOf(file).matchAll(/^(?:import|export)\b[^;]*?from '([^']+)'/gm)].map((match) => match[1] ?? '');
const targetsOf = (file: string) =>
  importsOf(file)
    .filter((from) => from.startsWith('.'))
    .map((from) => relative(LIB, resolve(LIB, dirname(file), from)).replace(/\.js$/, '.ts'));
const partsOf = (file: string) => file.replace(/\.ts$/, '').split('/');
const rankIn = (layers: readonly (readonly string[])[], name = '') => layers.findIndex((layer) => layer.includes(name));

function isUpward(from: string, to: string): boolean {
  const [[layer, area], [otherLayer, otherArea]] = [partsOf(from), partsOf(to)];
  if (layer !== otherLayer) return rankIn(LAYERS, otherLayer) >= rankIn(LAYERS, layer);
  const areas = AREAS[layer ?? ''];
  return areas !== undefined && area !== otherArea && rankIn(areas, otherArea) >= rankIn(areas, area);
}

function packagesFor(file: string): readonly string[] | undefined {
  const [layer = '', area = ''] = partsOf(file);
  return PACKAGES[`${layer}/${area}`] ?? PACKAGES[layer];
}

const isKnown = (file: string) => {
  const [layer = '', area] = partsOf(file);
  return rankIn(LAYERS, layer) >= 0 && (!AREAS[layer] || rankIn(AREAS[layer], area) >= 0);
};
const linesOf = (file: string) => textOf(file).split('\n').length - 1;
const upwardImports = (file: string) =>
  targetsOf(file)
    .filter((target) => isUpward(file, target))
    .map((target) => `${file} imports ${target}`);
const foreignPackages = (file: string) => {
  const allowed = packagesFor(file);
  const used = importsOf(file).filter((from) => !from.startsWith('.'));
  return allowed ? used.filter((name) => !allowed.includes(name)).map((name) => `${file} imports ${name}`) : [];
};

describe('the files of lib', () => {
  it('were found', () => {
    expect(files.length).toBeGreaterThan(300);
  });

  it('belong to a known layer', () => {
    expect(files.filter((file) => !isKnown(file))).toEqual([]);
  });

  it('import only from layers below', () => {
    expect(files.flatMap(upwardImports)).toEqual([]);
  });

  it('import only the packages of their layer', () => {
    expect(files.flatMap(foreignPackages)).toEqual([]);
  });

  it('have at most 200 lines', () => {
    expect(files.filter((file) => linesOf(file) > 200)).toEqual([]);
  });

  it('print nothing and end no process, unless they are the command line', () => {
    const forbidden = /\bconsole\.|(?<!\.)\bprocess\.(exit\b|exitCode|stdout|stderr)/;
    expect(files.filter((file) => !file.startsWith('cli/') && forbidden.test(textOf(file)))).toEqual([]);
  });

  it('do no input or output and read no clock, where they are the core', () => {
    const impure = /\b(async|await|Promise)\b|process\.|Date\.now|new Date\(\)|performance\.|Math\.random/;
    expect(files.filter((file) => file.startsWith('core/') && impure.test(textOf(file)))).toEqual([]);
  });

  it('make no circle', () => {
    expect(circlesIn(new Map(files.map((file) => [file, targetsOf(file)])))).toEqual([]);
  });

  it('are in folders that make no circle', () => {
    const folders = new Map(files.map((file) => [dirname(file), [] as string[]]));
    for (const file of files) folders.get(dirname(file))?.push(...targetsOf(file).map((target) => dirname(target)));
    const others = [...folders].map(([folder, all]) => [folder, all.filter((other) => other !== folder)] as const);
    expect(circlesIn(new Map(others))).toEqual([]);
  });
});

function circlesIn(targets: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (name: string, path: readonly string[]): void => {
    if (path.includes(name)) circles.push([...path.slice(path.indexOf(name)), name].join(' → '));
    if (path.includes(name) || done.has(name)) return;
    for (const target of targets.get(name) ?? []) visit(target, [...path, name]);
    done.add(name);
  };
  for (const name of targets.keys()) visit(name, []);
  return circles;
}
