/** Two tenants of an application: migrated, brought in sync, and written to by a model; 20,001 rows of one are read. */
export const TENANTS_SOURCE = `
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Client } from 'cassandra-driver';
import { ClusteringKey, CoodieModule, Entity, PartitionKey, TenantService } from 'nestjs-coodie';
import { CoodieModelsModule, getModelToken, type Model } from 'nestjs-coodie/models';

const ROWS = 20_001;
const keyspace = process.env['KEYSPACE'] ?? '';
const tenants = [\`\${keyspace}_acme\`, \`\${keyspace}_globex\`];
const [acme = '', globex = ''] = tenants;

@Entity()
class Reading {
  @PartitionKey('int') sensor!: number;
  @ClusteringKey('int') no!: number;
}

@Module({
  imports: [
    CoodieModule.forRoot({
      client: {
        contactPoints: (process.env['CONTACT_POINTS'] ?? '').split(','),
        localDataCenter: process.env['LOCAL_DC'] ?? '',
        protocolOptions: { port: Number(process.env['PORT']) },
        socketOptions: { readTimeout: 60_000 },
      },
      keyspace,
      schema: { onBootstrap: 'off' },
      migrations: { dir: 'dist/tenants' },
      tenants: {
        keyspaces: () => tenants,
        createKeyspace: { replication: { class: 'SimpleStrategy', replication_factor: 1 } },
      },
    }),
    CoodieModelsModule.forFeature([Reading]),
  ],
})
class TenantsModule {}

async function work() {
  const app = await NestFactory.createApplicationContext(TenantsModule, { logger: ['error'] });
  const service = app.get(TenantService);
  const readings = app.get<Model<Reading>>(getModelToken(Reading));
  const migrated = (await service.migrate()).map(({ state }) => state);
  const synced = (await service.sync()).map(({ state }) => state);
  const again = (await service.sync()).map(({ state }) => state);
  const applied = (await service.status()).map(({ migrations }) => migrations.map(({ state }) => state));
  const query = \`INSERT INTO \${acme}.reading (sensor, no) VALUES (1, ?)\`;
  for (let from = 0; from < ROWS; from += 1_000) {
    const params = Array.from({ length: Math.min(1_000, ROWS - from) }, (_, index) => [from + index]);
    await app.get(Client).batch(params.map((values) => ({ query, params: values })), { prepare: true, logged: false });
  }
  let rows = 0;
  for await (const { sensor } of readings.in(acme).rows({ sensor: 1 })) rows += sensor;
  const others = (await readings.in(globex).find({})).length;
  await app.close();
  console.log(JSON.stringify({ migrated, synced, again, applied, rows, others }));
}

void work();
`;

/** The migration of the tenants. */
export const TENANTS_MIGRATION = `
import { Migration, type MigrationContext } from 'nestjs-coodie';

export default class AddNotes extends Migration {
  override async upgrade(context: MigrationContext): Promise<void> {
    await context.execute('CREATE TABLE notes (id int PRIMARY KEY)');
  }
}
`;

/** What it prints. */
export const TENANTS_ANSWER = {
  migrated: ['done', 'done'],
  synced: ['done', 'done'],
  again: ['unchanged', 'unchanged'],
  applied: [['applied'], ['applied']],
  rows: 20_001,
  others: 0,
};
