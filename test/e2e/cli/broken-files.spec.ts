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
