import {
  Column,
  CoodieModule,
  Entity,
  MigrationService,
  PartitionKey,
  SchemaService,
  type EntityClass,
} from '../../../lib/index.js';
import { withApplication, withModules } from '../../support/application.js';
import { clientOptions, useKeyspace } from '../../support/cassandra.js';
import { schemaOf, tablesOf } from '../../support/schema-of.js';
import { PRODUCT } from './files.js';
import { hosts, useProject } from './project.js';

const AUDIT = `-- description: the log of another service
-- upgrade
CREATE TYPE actor (name text);
CREATE TABLE audit_log (id uuid PRIMARY KEY, actor frozen<actor>, day date);
CREATE INDEX audit_log_day ON audit_log (day);
-- downgrade
DROP TABLE audit_log;
DROP TYPE actor;
`;

@Entity({ name: 'products' })
class Product {
  @PartitionKey('uuid') id!: string;
  @Column('text') brand!: string;
}

@Entity({ name: 'audit_log' })
class AuditLog {
  @PartitionKey('uuid') id!: string;
}

/** A table that a migration made on purpose, and that no entity declares. */
describe('schema.ignore', () => {
  const keyspace = useKeyspace('cli_ignore');
  const project = useProject({
    'migrations/20260101_001_audit.cql': AUDIT,
    'src/product.entity.ts': PRODUCT.replace('@Indexed() ', ''),
    'coodie.config.json': JSON.stringify({ entities: 'src', schema: { ignore: ['audit_*'] } }),
  });
  const coodie = (args: readonly string[], environment: NodeJS.ProcessEnv = {}) =>
    project.coodie([...args, '--hosts', hosts()[1] ?? ''], { COODIE_KEYSPACE: keyspace.name, ...environment });
  const schema = { ignore: ['audit_*'], dropRemovedIndexes: true, allow: 'destructive' } as const;
  const boot = (more: object, entities: readonly EntityClass[] = [Product]) =>
    withApplication({ keyspace: keyspace.name, schema: { ...schema, ...more } }, entities, (app) =>
      app.get(SchemaService).plan(),
    );

  beforeAll(async () => {
    const options = { keyspace: keyspace.name, migrations: { dir: `${project.path}/migrations` } };
    await withApplication(options, [Product], async (app) => void (await app.get(MigrationService).apply()));
  });

  it('is honoured by sync, plan and verify at the start of an application, which without it report drift', async () => {
    const before = await schemaOf(keyspace.client, keyspace.name);
    expect(await boot({})).toMatchObject({ changes: [], drift: [], notes: [], statements: [] });
    expect((await boot({ onBootstrap: 'verify' })).drift).toEqual([]);
    expect(await schemaOf(keyspace.client, keyspace.name)).toBe(before);
    await expect(boot({ ignore: [], onBootstrap: 'verify' })).rejects.toMatchObject({ code: 'COODIE_SCHEMA_DRIFT' });
  });

  it.each([
    [
      'is declared by an entity',
      {},
      [Product, AuditLog],
      ['"audit_*" leaves table audit_log alone, but AuditLog declares it'],
    ],
    ['is declared, though nothing is synced', { onBootstrap: 'off' }, [AuditLog], ['AuditLog declares it']],
    ['is to be dropped', { drop: { tables: ['audit_log'] } }, [Product], ['schema.drop.tables names audit_log']],
    [
      'is no pattern',
      { ignore: ['a b', 'c.d'] },
      [Product],
      ['schema.ignore: "a b" is no pattern', 'schema.ignore: "c.d" is'],
    ],
    ['is no list', { ignore: 'audit_*' }, [Product], ['schema.ignore must be a list of patterns, not "audit_*"']],
  ])('fails the start where what it names %s', async (_, more, entities, texts) => {
    await expect(boot(more, entities)).rejects.toMatchObject({
      code: 'COODIE_INVALID_OPTIONS',
      problems: texts.map((text) => expect.stringContaining(text)),
    });
  });

  it('belongs to one connection of several', async () => {
    const options = { client: clientOptions(), keyspace: keyspace.name };
    const imports = [
      CoodieModule.forRoot({ ...options, schema: { ignore: ['audit_*'], onBootstrap: 'verify' } }),
      CoodieModule.forRoot({ ...options, name: 'other', schema: { onBootstrap: 'off' } }),
      CoodieModule.forFeature([Product]),
      CoodieModule.forFeature([AuditLog], 'other'),
    ];
    expect(await withModules({ imports }, async () => 'started')).toBe('started');
  });

  it('is honoured by check, diff, pull and generate of the command line', async () => {
    const generate = ['migrate', 'generate', '--check'];
    const [check, diff, reported, pull, fromHistory, fromDatabase] = await Promise.all([
      coodie(['schema', 'check']),
      coodie(['schema', 'diff', '--json']),
      coodie(['schema', 'check', '--ignore', 'other']),
      coodie(['schema', 'pull', '--out', 'pulled', '--json']),
      coodie(generate.slice(0, 2).concat('--dry-run')),
      project.coodie([...generate, '--from', 'database', ...hosts()], { COODIE_KEYSPACE: keyspace.name }),
    ]);
    expect(check).toMatchObject({ code: 0, stdout: `${keyspace.name} · no differences\n` });
    expect(JSON.parse(diff.stdout)).toMatchObject({ changes: [], drift: [], notes: [] });
    expect(reported).toMatchObject({ code: 3, stdout: expect.stringContaining('audit_log') });
    expect(JSON.parse(pull.stdout)).toMatchObject({
      files: [{ file: 'products.entity.ts' }, { file: 'index.ts' }],
      notes: [],
    });
    expect(fromHistory).toMatchObject({ code: 0, stdout: expect.stringContaining('CREATE TABLE products') });
    expect(fromHistory.stdout).not.toMatch(/audit|actor/);
    expect(fromDatabase).toMatchObject({ code: 0 });
  });

  it('is refused by the command line where it is broken or contradicts the entities', async () => {
    const [broken, contradiction, drafted] = await Promise.all([
      coodie(['schema', 'check', '--ignore', 'catalog.audit_*']),
      coodie(['schema', 'sync'], { COODIE_IGNORE: 'prod*' }),
      project.coodie(['migrate', 'generate', '--ignore', 'prod*', '--dry-run']),
    ]);
    expect(broken).toMatchObject({ code: 2, stderr: expect.stringContaining('--ignore must be names') });
    const text = expect.stringContaining('schema.ignore: "prod*" leaves table products alone, but Product declares it');
    expect([contradiction, drafted]).toMatchObject([
      { code: 1, stderr: text },
      { code: 1, stderr: text },
    ]);
  });

  it('is kept by a reset, with the type that it is made of, and said', async () => {
    const reset = await coodie(['schema', 'reset', '--yes', '--keyspace', keyspace.name]);
    expect(reset).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('left: audit_log, actor, as schema.ignore says'),
    });
    expect(reset.stdout).toContain('is empty but for what is ignored');
    expect(await tablesOf(keyspace.client, keyspace.name)).toEqual(['_coodie_migrations_lock', 'audit_log']);
  });
});
