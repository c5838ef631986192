import { Module, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CoodieDashboardModule } from '../../../lib/dashboard/index.js';
import {
  ClusteringKey,
  Column,
  CoodieModule,
  Entity,
  getMigrationServiceToken,
  PartitionKey,
  type MigrationService,
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

export interface Keyspaces {
  readonly shop: string;
  readonly empty: string;
}

/** An application with a page for each connection: one with everything, an empty one, and one that does not answer. */
export async function startApplication({ shop, empty }: Keyspaces, dir: string): Promise<INestApplication> {
  const schema = { onBootstrap: 'off' } as const;
  const page = (name: string) => CoodieDashboardModule.register({ path: name, connections: [name], public: true });
  @Module({
    imports: [
      CoodieModule.forRoot({
        name: 'shop',
        client: clientOptions(),
        keyspace: shop,
        schema,
        migrations: { dir },
        tenants: { keyspaces: [empty, 'a_tenant_whose_keyspace_does_not_exist_at_all'] },
      }),
      CoodieModule.forRoot({ name: 'empty', client: clientOptions(), keyspace: empty, schema }),
      CoodieModule.forRoot({
        name: 'many',
        client: { contactPoints: ['127.0.0.1:1'], localDataCenter: 'datacenter1' },
        keyspace: 'many',
        connect: { lazy: true },
        schema,
      }),
      CoodieModule.forFeature([Product], 'shop'),
      CoodieModule.forFeature(entities(100), 'many'),
      ...['shop', 'empty', 'many'].map(page),
    ],
  })
  class AppModule {}
  const app = await NestFactory.create(AppModule, { logger: false, abortOnError: false });
  await app.listen(0, '127.0.0.1');
  return app;
}

export function migrationsOf(app: INestApplication): MigrationService {
  return app.get<MigrationService>(getMigrationServiceToken('shop'));
}
