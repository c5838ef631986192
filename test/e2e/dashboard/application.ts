import { Module, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CoodieDashboardModule } from '../../../lib/dashboard/index.js';
import {
  Backfill,
  ClusteringKey,
  Column,
  CoodieModule,
  Entity,
  getBackfillServiceToken,
  getMigrationServiceToken,
  getTenantServiceToken,
  PartitionKey,
  type BackfillDefinition,
  type BackfillService,
  type MigrationService,
  type Row,
  type TenantService,
} from '../../../lib/index.js';
import { clientOptions } from '../../support/cassandra.js';

export const HOSTILE = '"><img src=x onerror=alert(1)>';

@Entity({ name: 'products', options: { comment: '<script>alert(2)</script>' } })
class Product {
  @PartitionKey('uuid') id!: string;
  @Column('text', { name: HOSTILE }) odd!: string;
  @Column('int') missing!: number;
  @Column('int') brand!: number;
}

/** So many entities with more and more columns. */
function entities(count: number) {
  return Array.from({ length: count }, (_, number) => {
    class Table {}
    PartitionKey('uuid')(Table.prototype, 'id');
    ClusteringKey('timestamp', { order: 'desc' })(Table.prototype, 'at');
    for (let column = 0; column < number % 13; column += 1) {
      Column(column % 3 === 0 ? 'map<text, frozen<list<int>>>' : 'text')(Table.prototype, `column${column}`);
    }
    Entity({ name: `table_${'x'.repeat(number % 40)}_${number}` })(Table);
    return Table;
  });
}

/** Slow enough to be looked at while it runs. */
@Backfill('split_names', 'filling')
class SplitNames implements BackfillDefinition {
  table = 'people';
  columns = ['name'];
  ranges = 64;
  rate = 4;

  row({ id, name }: Row) {
    return { cql: 'UPDATE people SET first = ? WHERE id = ?', params: [String(name).split(' ')[0], id] };
  }
}

export const LONG = 'a_backfill_that_somebody_gave_a_name_that_is_longer_than_a_telephone_is_wide';

/** One that somebody has paused. */
@Backfill(LONG, 'filling')
class Paused extends SplitNames {}

@Entity({ name: 'orders' })
class Order {
  @PartitionKey('uuid') id!: string;
  @Column('text') note!: string;
}

export interface Keyspaces {
  readonly shop: string;
  readonly empty: string;
  readonly filling: string;
  readonly state: string;
  readonly tenants: readonly string[];
}

export interface Directories {
  readonly shop: string;
  readonly tenants: string;
}

/** An application with a page for each connection: one with everything, an empty one, and one that does not answer. */
export async function startApplication(keyspaces: Keyspaces, dirs: Directories): Promise<INestApplication> {
  const { shop, empty, filling, state, tenants } = keyspaces;
  const client = clientOptions();
  const schema = { onBootstrap: 'off' } as const;
  const page = (name: string) => CoodieDashboardModule.register({ path: name, connections: [name], public: true });
  @Module({
    imports: [
      CoodieModule.forRoot({ name: 'shop', client, keyspace: shop, schema, migrations: { dir: dirs.shop } }),
      CoodieModule.forRoot({ name: 'empty', client, keyspace: empty, schema }),
      CoodieModule.forRoot({ name: 'filling', client, keyspace: filling, schema }),
      CoodieModule.forRoot({
        name: 'tenants',
        client,
        keyspace: state,
        schema,
        migrations: { dir: dirs.tenants },
        tenants: { keyspaces: tenants },
      }),
      CoodieModule.forRoot({
        name: 'many',
        client: { contactPoints: ['127.0.0.1:1'], localDataCenter: 'datacenter1' },
        keyspace: 'many',
        connect: { lazy: true },
        schema,
      }),
      CoodieModule.forFeature([Product], 'shop'),
      CoodieModule.forFeature(entities(100), 'many'),
      CoodieModule.forFeature([Order], 'tenants'),
      ...['shop', 'empty', 'many', 'filling', 'tenants'].map(page),
    ],
    providers: [SplitNames, Paused],
  })
  class AppModule {}
  const app = await NestFactory.create(AppModule, { logger: false, abortOnError: false });
  await app.listen(0, '127.0.0.1');
  return app;
}

export function migrationsOf(app: INestApplication): MigrationService {
  return app.get<MigrationService>(getMigrationServiceToken('shop'));
}

export function backfillsOf(app: INestApplication): BackfillService {
  return app.get<BackfillService>(getBackfillServiceToken('filling'));
}

export function tenantsOf(app: INestApplication): TenantService {
  return app.get<TenantService>(getTenantServiceToken('tenants'));
}
