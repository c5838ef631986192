import { types } from 'cassandra-driver';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  Column,
  Entity,
  Indexed,
  PartitionKey,
  ClusteringKey,
  MigrationService,
  SchemaService,
} from '../../../lib/index.js';
import { withApplication } from '../../support/application.js';
import { clientOptions, useKeyspace } from '../../support/cassandra.js';
import { schemaOf, tablesOf } from '../../support/schema-of.js';

/** The example of Python coodie's schema guide, in TypeScript: product with index, session with TTL, review rating. */
@Entity({ name: 'products' })
class Product {
  @PartitionKey('uuid') id!: types.Uuid;
  @Column('text') name!: string;
  @Column('text') @Indexed() brand = 'Unknown';
}

@Entity({ name: 'sessions', options: { defaultTimeToLive: 7200 } })
class Session {
  @PartitionKey('uuid') token!: types.Uuid;
  @Column('text') userName!: string;
}

@Entity({ name: 'reviews' })
class Review {
  @PartitionKey('uuid') productId!: types.Uuid;
  @ClusteringKey('timestamp', { order: 'desc' }) createdAt!: Date;
  @Column('text') author!: string;
}

const ADD_RATING = `import { Migration, type MigrationContext } from 'nestjs-coodie';

export class ForwardMigration extends Migration {
  override description = 'Add rating column to reviews';

  async upgrade(ctx: MigrationContext): Promise<void> {
    await ctx.execute('ALTER TABLE reviews ADD rating int');
  }

  override async downgrade(ctx: MigrationContext): Promise<void> {
    await ctx.execute('ALTER TABLE reviews DROP rating');
  }
}
`;

const BIN = join(__dirname, '../../../dist/cli/bin.js');
const ENTITIES = [Product, Session, Review];

describe("the Python original's example", () => {
  const keyspace = useKeyspace('catalog');
  // Below the repository, so that the file finds this package by its name, as a user's would.
  const project = mkdtempSync(join(__dirname, 'project-'));
  afterAll(() => rmSync(project, { recursive: true, force: true }));

  beforeAll(() => {
    mkdirSync(join(project, 'migrations'));
    writeFileSync(join(project, 'migrations/20260115_001_add_rating_column.ts'), ADD_RATING);
  });

  /** `coodie migrate` with the flags of old. */
  function migrate(...flags: readonly string[]): Promise<{ code: number; output: string }> {
    const hosts = clientOptions().contactPoints.join(',');
    const args = [
      BIN,
      'migrate',
      '--keyspace',
      keyspace.name,
      '--hosts',
      hosts,
      '--migrations-dir',
      'migrations',
      ...flags,
    ];
    return new Promise((resolve) => {
      execFile(process.execPath, args, { cwd: project, timeout: 60_000 }, (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : error ? 1 : 0, output: stdout + stderr });
      });
    });
  }

  it('syncs through the API: created once, then nothing to do', () =>
    withApplication({ keyspace: keyspace.name }, ENTITIES, async (app) => {
      expect(await app.get(SchemaService).sync()).toEqual([]);
      const schema = await schemaOf(keyspace.client, keyspace.name);
      expect(schema).toContain('products_brand_idx');
      expect(schema).toContain('default_time_to_live = 7200');
    }));

  it('writes nothing at all in a dry run', async () => {
    const before = await tablesOf(keyspace.client, keyspace.name);
    const { code, output } = await migrate('--dry-run');
    expect(output).toContain('ALTER TABLE reviews ADD rating int');
    expect(code).toBe(0);
    expect(await tablesOf(keyspace.client, keyspace.name)).toEqual(before);
    expect(before).not.toContain('_coodie_migrations');
  });

  it('migrates, lists what is applied, and rolls back', async () => {
    expect(await migrate()).toMatchObject({ code: 0 });
    expect(await schemaOf(keyspace.client, keyspace.name)).toContain('rating int');
    const status = await migrate('--status');
    expect(status.output).toMatch(/20260115_001_add_rating_column\s+applied/);
    expect(await migrate('--rollback', '--steps', '1')).toMatchObject({ code: 0 });
    expect(await schemaOf(keyspace.client, keyspace.name)).not.toContain('rating int');
    expect((await migrate('--status')).output).toMatch(/20260115_001_add_rating_column\s+pending/);
  });

  it('uses the two tables of old, in their shape', async () => {
    const query = `SELECT table_name, column_name, type FROM system_schema.columns WHERE keyspace_name = '${keyspace.name}'`;
    const { rows } = await keyspace.client.execute(query);
    const columnsOf = (table: string) =>
      rows
        .filter((row) => row['table_name'] === table)
        .map((row) => `${String(row['column_name'])} ${String(row['type'])}`);
    expect(columnsOf('_coodie_migrations')).toEqual([
      'applied_at timestamp',
      'checksum text',
      'description text',
      'migration_name text',
    ]);
    expect(columnsOf('_coodie_migrations_lock')).toEqual(['acquired_at timestamp', 'lock_id text', 'owner text']);
  });

  it('lists through the API what the command line did', () =>
    withApplication(
      { keyspace: keyspace.name, migrations: { dir: join(project, 'migrations') } },
      ENTITIES,
      async (app) => {
        expect(await app.get(MigrationService).status()).toMatchObject([
          { name: '20260115_001_add_rating_column', state: 'pending' },
        ]);
      },
    ));
});
