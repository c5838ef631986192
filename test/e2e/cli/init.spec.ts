import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createKeyspace, dropKeyspace, useKeyspace } from '../../support/cassandra.js';
import { schemaOf } from '../../support/schema-of.js';
import { hosts, useProject } from './project.js';

const today = () => new Date().toISOString().slice(0, 10).replaceAll('-', '');
const BASELINE = `${today()}_001_baseline`;

const SCHEMA = [
  'CREATE TYPE zip (code text)',
  'CREATE TYPE address (street text, zip frozen<zip>)',
  `CREATE TABLE users (city text, id timeuuid, email text, "homeAddress" frozen<address>, visits int static, tags set<text>,
    PRIMARY KEY (city, id)) WITH CLUSTERING ORDER BY (id DESC) AND comment = 'it''s who may log in' AND gc_grace_seconds = 3600`,
  "CREATE TABLE sessions (id uuid PRIMARY KEY, user timeuuid) WITH compaction = {'class': 'LeveledCompactionStrategy'} AND default_time_to_live = 60",
  'CREATE INDEX users_email_idx ON users (email)',
  `CREATE MATERIALIZED VIEW users_by_email AS SELECT email, city, id FROM users
    WHERE city IS NOT NULL AND email IS NOT NULL AND id IS NOT NULL PRIMARY KEY (email, city, id)`,
  "CREATE FUNCTION twice(n int) RETURNS NULL ON NULL INPUT RETURNS int LANGUAGE java AS 'return n * 2;'",
];

describe('coodie init on a database that has tables already', () => {
  const keyspace = useKeyspace('cli_init');
  const project = useProject({ 'package.json': '{ "type": "module" }' });
  const init = (...args: readonly string[]) =>
    project.coodie(['init', '--keyspace', keyspace.name, ...hosts(), ...args]);
  const files = () => readdirSync(project.path).filter((name) => name !== 'node_modules');
  const described = async (name: string) => {
    const statements = (await schemaOf(keyspace.client, name)).replaceAll(name, 'ks').split(/;\n/);
    return statements.filter((cql) => /^CREATE (?!KEYSPACE|FUNCTION|TABLE ks\."_coodie)/.test(cql)).toSorted();
  };

  it('shows what it would write', async () => {
    for (const cql of SCHEMA) await keyspace.client.execute(cql);
    const { code, stdout } = await init('--dry-run');
    expect(code).toBe(0);
    expect(stdout).toBe(`${keyspace.name} · a database that has tables already
  + entities/address.type.ts
  + entities/sessions.entity.ts
  + entities/users-by-email.view.ts
  + entities/users.entity.ts
  + entities/zip.type.ts
  + entities/index.ts
  + migrations/${BASELINE}.cql
  + coodie.config.json
  ! Left out: function twice(int).
8 files would be written
Next:
  coodie migrate baseline --target ${BASELINE} --yes    for each database that has these tables
  import CoodieModule.forRoot in the Nest module, with schema: { onBootstrap: 'verify' }
  register the classes: CoodieModule.forFeature(ENTITIES) of entities/index.ts
  coodie schema check, coodie migrate generate --check
`);
    expect(files()).toEqual(['package.json']);
  });

  it('writes classes and a baseline that say what is there, and records it', async () => {
    const { code, stdout, stderr } = await init('--yes', '--json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ kind: 'existing', baseline: BASELINE, recorded: true });
    expect(files()).toEqual(['coodie.config.json', 'entities', 'migrations', 'package.json']);
    expect(readFileSync(join(project.path, 'migrations', `${BASELINE}.cql`), 'utf8')).toContain(
      '-- Note: Left out: function twice(int).\n',
    );
    // From here on the configuration file says everything.
    const commands = ['schema check', 'migrate status --check', 'migrate generate --check', 'migrate lint'];
    for (const command of commands)
      expect({ command, ...(await project.coodie(command.split(' '))) }).toMatchObject({
        command,
        code: 0,
        stderr: '',
      });
  });

  it('makes the same schema in an empty keyspace', async () => {
    const other = await createKeyspace('cli_init_other');
    try {
      expect(await project.coodie(['migrate', 'apply', '--keyspace', other])).toMatchObject({ code: 0 });
      const [made, original] = [await described(other), await described(keyspace.name)];
      expect(made).toHaveLength(6);
      expect(made).toEqual(original);
    } finally {
      await dropKeyspace(other);
    }
  });

  it('does nothing the second time', async () => {
    expect(await init('--yes')).toEqual({
      code: 0,
      stdout: `${keyspace.name} · there are migrations already: nothing to do\n`,
      stderr: '',
    });
  });

  it('overwrites nothing, and writes nothing then', async () => {
    rmSync(join(project.path, 'migrations'), { recursive: true });
    project.write('entities/users.entity.ts', '// mine\n');
    const { code, stderr } = await init('--yes', '--out', 'entities');
    expect(code).toBe(5);
    expect(stderr).toContain('entities/users.entity.ts is there already, with other contents.\n  Nothing was written.');
    expect(existsSync(join(project.path, 'migrations'))).toBe(false);
    expect(readFileSync(join(project.path, 'entities/users.entity.ts'), 'utf8')).toBe('// mine\n');
  });

  it('begins no history behind one that has begun', async () => {
    project.write('migrations/20200101_001_first.cql', 'ALTER TABLE users ADD age int;');
    const { code, stderr } = await init('--yes', '--out', 'others');
    expect(code).toBe(5);
    expect(stderr).toContain('migrations has 1 migration, and none is a baseline');
    expect(stderr).toContain('coodie migrate generate --from database');
  });
});

describe('coodie init for a new database', () => {
  const project = useProject();
  const init = (...args: readonly string[]) => project.coodie(['init', ...args, '--json']);

  it('asks for a keyspace or a module', async () => {
    const { code, stderr } = await init();
    expect(code).toBe(2);
    expect(stderr).toContain('There is no src/app.module.ts, and no keyspace is named');
  });

  it('writes the settings and a place for migrations', async () => {
    const { code, stdout } = await init('--keyspace', 'not_there_yet', ...hosts());
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ kind: 'new', keyspace: 'not_there_yet', recorded: false });
    expect(JSON.parse(readFileSync(join(project.path, 'coodie.config.json'), 'utf8'))).toMatchObject({
      keyspace: 'not_there_yet',
      migrationsDir: 'migrations',
    });
    expect(readdirSync(join(project.path, 'migrations'))).toEqual(['.gitkeep']);
    expect(JSON.parse((await init(...hosts())).stdout)).toMatchObject({ kind: 'new', files: [{ state: 'unchanged' }] });
  });
});
