import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { useKeyspace } from '../../support/cassandra.js';
import { tablesOf } from '../../support/schema-of.js';
import { hosts, useProject } from './project.js';

const FIRST = '-- upgrade\nCREATE TABLE first (id int PRIMARY KEY);\n-- downgrade\nDROP TABLE first;\n';
const RAN = "console.error('it ran');\n";
/** The marks that an unfinished merge leaves behind, from line 3 on. */
const CONFLICT = `const a = 1;\n<<<<<<< HEAD\nconst b = 2;\n=======\nconst b = 3;\n>>>>>>> theirs\n`;
const TYPE_SCRIPT = `${RAN}${CONFLICT}export default class { async upgrade(c) { await c.execute('CREATE TABLE t (id int PRIMARY KEY)'); } }\n`;
const COMMON_JS = `${RAN}${CONFLICT}module.exports = class { async upgrade() {} };\n`;

describe('coodie and files with syntax errors', () => {
  const keyspace = useKeyspace('cli_broken');
  const project = useProject({ 'migrations/20260101_001_first.cql': FIRST });
  const target = () => ['--keyspace', keyspace.name, ...hosts()];

  const outcomeOf = async (args: readonly string[], place: string) => {
    const { code, stdout, stderr } = await project.coodie(args);
    const ran = `${stdout}${stderr}`.includes('it ran');
    return {
      code,
      ran,
      place: stderr.includes(place) ? place : stderr,
      tables: await tablesOf(keyspace.client, keyspace.name),
    };
  };
  const refusedAt = (place: string) => ({ code: 1, ran: false, place, tables: [] });

  it.each([
    ['20260101_002_broken.ts', TYPE_SCRIPT],
    ['20260101_002_broken.mts', TYPE_SCRIPT],
    ['20260101_002_broken.mjs', TYPE_SCRIPT],
    ['20260101_002_broken.cjs', COMMON_JS],
    ['20260101_002_broken.js', COMMON_JS],
  ])('applies nothing, and names file, line and column: %s', async (file, text) => {
    project.write(`migrations/${file}`, text);
    try {
      expect(await outcomeOf(['migrate', 'apply', ...target()], `${file}:3:1`)).toEqual(refusedAt(`${file}:3:1`));
    } finally {
      project.remove(`migrations/${file}`);
    }
  });

  it.each([
    ['broken/app.module.ts', TYPE_SCRIPT],
    ['broken/app.module.mjs', TYPE_SCRIPT],
    ['broken/app.module.cjs', COMMON_JS],
  ])('opens no application: --app %s', async (file, text) => {
    project.write(file, text);
    expect(await outcomeOf(['migrate', 'apply', '--app', file], `${file}:3:1`)).toEqual(refusedAt(`${file}:3:1`));
  });

  it.each([
    ['entities/a.ts', 'entities/a.ts'],
    ['modules/a.mjs', 'modules/a.mjs'],
  ])('syncs no entities: --entities with %s', async (file, place) => {
    project.write(file, TYPE_SCRIPT);
    const directory = file.split('/')[0] ?? '';
    expect(await outcomeOf(['schema', 'sync', ...target(), '--entities', directory], `${place}:3:1`)).toEqual(
      refusedAt(`${place}:3:1`),
    );
  });

  it.each(['coodie.config.ts', 'coodie.config.mjs'])('reads no settings: %s', async (file) => {
    project.write(file, `${RAN}${CONFLICT}export default { keyspace: '${keyspace.name}' };\n`);
    try {
      expect(await outcomeOf(['migrate', 'apply', ...hosts()], `${file}:3:1`)).toEqual(refusedAt(`${file}:3:1`));
    } finally {
      project.remove(file);
    }
  });

  it('finds the file that is broken behind the one that is loaded', async () => {
    project.write('nested/helper.mjs', `${RAN}${CONFLICT}`);
    project.write('nested/app.mjs', `import './helper.mjs';\n${RAN}export class AppModule {}\n`);
    expect(await outcomeOf(['migrate', 'apply', '--app', 'nested/app.mjs'], 'nested/helper.mjs:3:1')).toEqual(
      refusedAt('nested/helper.mjs:3:1'),
    );
  });
});

describe('coodie and what is no file of text', () => {
  const project = useProject();
  const pipe = (path: string): void => void execFileSync('mkfifo', [path]);
  const target = ['--keyspace', 'nowhere', '--hosts', '127.0.0.1:1'];

  /** What is made at the place, the place, the arguments, the exit code, and what is said. */
  const CASES: readonly (readonly [(path: string) => void, string, readonly string[], number, string])[] = [
    [pipe, 'app.ts', ['migrate', '--app', 'app.ts'], 2, '--app: app.ts is a named pipe, not a file'],
    [
      (path) => mkdirSync(path),
      'app.mjs',
      ['migrate', '--app', 'app.mjs'],
      2,
      '--app: app.mjs is a directory, not a file',
    ],
    [
      (path) => symlinkSync('nowhere', path),
      'app.cjs',
      ['migrate', '--app', 'app.cjs'],
      2,
      '--app: app.cjs is not there, or a link to a file that does not exist',
    ],
    [
      (path) => pipe(join(path, 'a.mts')),
      'entities',
      ['schema', 'sync', ...target, '--local-dc', 'dc1', '--entities', 'entities'],
      1,
      'entities/a.mts is a named pipe, not a file',
    ],
    [pipe, 'coodie.config.cts', ['migrate', ...target], 1, 'coodie.config.cts is a named pipe, not a file'],
    [pipe, 'coodie.config.json', ['migrate', ...target], 1, 'coodie.config.json is a named pipe, not a file'],
    [
      (path) => symlinkSync(path, path),
      'coodie.config.mjs',
      ['migrate', ...target],
      1,
      'is a link that leads back to itself',
    ],
  ];
  it.each(CASES.map((given) => [given[4], given] as const))('says it at once: %s', async (_, given) => {
    const [make, place, args, code, message] = given;
    const path = join(project.path, place);
    if (place === 'entities') mkdirSync(path);
    make(path);
    try {
      expect(await project.coodie(args)).toMatchObject({ code, stderr: expect.stringContaining(message) });
    } finally {
      rmSync(path, { recursive: true });
    }
  });
});

describe('coodie in a project without TypeScript', () => {
  const project = useProject({
    'entities/product.ts':
      "import { Column, Entity, PartitionKey } from 'nestjs-coodie';\n@Entity()\nexport class Product { @PartitionKey('int') id!: number; @Column() name!: string }\n",
    'migrations/20260101_001_a.ts':
      'class Clock {}\nexport default class A { constructor(readonly clock: Clock) {}\n  async upgrade() {} }\n',
  });
  beforeAll(() => {
    const root = resolve(__dirname, '../../../node_modules');
    rmSync(join(project.path, 'node_modules'));
    mkdirSync(join(project.path, 'node_modules'));
    for (const name of ['nestjs-coodie', '@nestjs', 'cassandra-driver', 'reflect-metadata', 'rxjs'])
      symlinkSync(join(root, name), join(project.path, 'node_modules', name));
  });

  it.each([
    [
      'entities/product.ts',
      ['schema', 'sync', '--keyspace', 'nowhere', '--hosts', '127.0.0.1:1', '--entities', 'entities'],
    ],
    ['migrations/20260101_001_a.ts', ['migrate', 'lint']],
  ])('says what is missing for %s', async (file, args) => {
    const { code, stdout, stderr } = await project.coodie(args);
    const said = `${stdout}${stderr}`;
    expect(said).toContain(`${file} needs a compiler: neither typescript (up to 6) nor @swc/core is installed`);
    expect(code).not.toBe(0);
  });
});
