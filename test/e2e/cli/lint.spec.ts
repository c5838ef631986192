import { ADD_RATING, CREATE_REVIEWS } from './files.js';
import { useProject } from './project.js';

/** Nobody listens there: what needs a database fails. */
const NOWHERE = { COODIE_HOSTS: '127.0.0.1:1' };

const APP = `import { CoodieModule } from 'nestjs-coodie';
import { Module } from '@nestjs/common';

@Module({
  imports: [
    CoodieModule.forRoot({
      client: { contactPoints: ['127.0.0.1:1'], localDataCenter: 'datacenter1' },
      keyspace: 'catalog',
      migrations: { dir: 'app-migrations', onBootstrap: 'apply' },
    }),
  ],
})
export class AppModule {}
`;

const WITH_SERVICE = `import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { Migration, type MigrationContext } from 'nestjs-coodie';

@Injectable()
export default class Inject extends Migration {
  override reversible = false;
  constructor(private readonly modules: ModuleRef) {
    super();
  }
  async upgrade(context: MigrationContext): Promise<void> {
    await context.execute(\`TRUNCATE \${this.modules.constructor.name === 'Object' ? 'a' : 'b'}\`);
  }
}
`;

describe('coodie migrate lint', () => {
  const project = useProject({
    'package.json': '{ "type": "module" }',
    'app.module.ts': APP,
    'clean/20260115_001_create_reviews.cql': CREATE_REVIEWS.replace('DROP TABLE', 'DROP TABLE IF EXISTS'),
    'clean/20260115_002_add_rating.ts': ADD_RATING,
    'unsafe/20260115_001_drop.cql': '-- upgrade\nDROP TABLE IF EXISTS reviews;\n',
    'warned/20260115_001_create_reviews.cql': 'CREATE TABLE reviews (id uuid PRIMARY KEY);\n',
    'app-migrations/20260115_001_inject.ts': WITH_SERVICE,
    'cqlsh/20260115_001_cqlsh.cql': 'USE catalog;\nEXPAND ON;\nUSE archive;\n',
    'misnamed/first.cql': 'SELECT a FROM b;',
  });
  const lint = (...args: readonly string[]) => project.coodie(['migrate', 'lint', ...args], NOWHERE);

  it('has nothing to say about what is right, needs no database, and says what it could not see', async () => {
    expect(await lint('--migrations-dir', 'clean', '--deny-warnings')).toEqual({
      code: 0,
      stdout:
        'clean · 2 migrations · no findings\n\n1 migration is code: it was run without a database. ' +
        'Nothing was sent and every answer was empty, so what depends on rows was not seen.\n',
      stderr: '',
    });
  });

  it('takes what its siblings take, and connects to nothing all the same', async () => {
    const siblings = ['--hosts', '127.0.0.1:1', '--keyspace', 'catalog', '--lock-wait', '5'];
    expect(await lint('--migrations-dir', 'clean', ...siblings)).toMatchObject({ code: 0, stderr: '' });
    expect(await lint('--migrations-dir', 'clean', '--steps', '1')).toMatchObject({ code: 2 });
  });

  it('refuses what is unsafe, and says where, why and what to do', async () => {
    const { code, stdout } = await lint('--migrations-dir', 'unsafe');
    expect(code).toBe(5);
    expect(stdout).toBe(`unsafe · 1 migration · 1 error, 1 warning

  ! 20260115_001_drop.cql warning C103: nothing undoes it
      Write the downgrade; or say that there is none: with a waiver and its reason in a script, with \`reversible = false\` in a class.  docs/lint.md#c103

  ✖ 20260115_001_drop.cql:2:1 error C107: drops a table and its data
      DROP TABLE IF EXISTS reviews
      If it is intended, write \`-- allow-destructive\` in the script, or \`allowDestructive = true\` in the class.  docs/lint.md#c107
`);
  });

  it.each([
    [['--migrations-dir', 'warned'], 0],
    [['--migrations-dir', 'warned', '--deny-warnings'], 5],
    [['--migrations-dir', 'nowhere'], 1],
    [['--migrations-dir', 'misnamed'], 1],
    [['--migrations-dir', 'clean', '--steps', '2'], 2],
    [['--deny-warnigs'], 2],
  ])('%j ends with %i', async (args, code) => expect(await lint(...args)).toMatchObject({ code }));

  it('tells USE of the target keyspace from USE of another, and names commands of cqlsh', async () => {
    const { code, stdout } = await lint('--migrations-dir', 'cqlsh', '--keyspace', 'catalog');
    expect(code).toBe(5);
    expect(stdout).toContain('20260115_001_cqlsh.cql:1:1 info C112: is skipped');
    expect(stdout).toContain('20260115_001_cqlsh.cql:2:1 error C109: EXPAND is a command of cqlsh');
    expect(stdout).toContain('20260115_001_cqlsh.cql:3:1 error C108: changes the keyspace');
  });

  it('answers with JSON alone', async () => {
    const { code, stdout, stderr } = await lint('--migrations-dir', 'unsafe', '--json');
    expect([code, stderr]).toEqual([5, '']);
    expect(JSON.parse(stdout)).toMatchObject({
      migrationsDir: 'unsafe',
      migrations: 1,
      dryRun: [],
      findings: [{ code: 'C103' }, { code: 'C107', line: 2, column: 1, documentation: 'docs/lint.md#c107' }],
    });
  });

  it('lints the migrations of an application, with its services and without its database', async () => {
    const { code, stdout, stderr } = await lint('--app', 'app.module.ts');
    expect([code, stderr]).toEqual([5, '']);
    expect(stdout).toContain('app-migrations · 1 migration · 1 error, 1 warning');
    expect(stdout).toContain('TRUNCATE b');
    expect(stdout).not.toContain('C102');
  });

  it('notes what needs services where there are none', async () => {
    const { code, stdout } = await lint('--migrations-dir', 'app-migrations');
    expect(code).toBe(0);
    expect(stdout).toContain('20260115_001_inject.ts info C102: upgrade stopped: Cannot read properties of undefined');
    expect(stdout).toContain('Lint with --app');
  });
});
