import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Client, types } from 'cassandra-driver';
import {
  ClusteringKey,
  Column,
  CoodieModule,
  Entity,
  Field,
  Indexed,
  PartitionKey,
  SchemaService,
  UserType,
} from '../../../lib/index';
import { clientOptions, useKeyspace } from '../../support/cassandra';

@UserType({ name: 'address' })
class Address {
  @Field('text') street!: string;
  @Field('int') zip!: number;
}

@Entity({ name: 'products', options: { defaultTimeToLive: 7200, comment: "the shop's catalogue" } })
class Product {
  @PartitionKey() id!: types.Uuid;
  @ClusteringKey({ order: 'desc' }) createdAt!: Date;
  @Column() name!: string;
  @Column('text') @Indexed() brand = 'Unknown';
  @Column('text', { static: true }) vendor?: string;
  @Column('frozen<list<address>>') addresses?: Address[];
  @Column('set<text>') @Indexed() tags?: string[];
}

describe('sync', () => {
  const keyspace = useKeyspace('sync');

  it('creates what is missing and then finds nothing to do', async () => {
    @Module({
      imports: [
        CoodieModule.forRoot({ client: clientOptions(), keyspace: keyspace.name }),
        CoodieModule.forFeature([Product, Address]),
      ],
    })
    class AppModule {}
    const app = await NestFactory.createApplicationContext(AppModule, { abortOnError: false, logger: ['log', 'warn', 'error'] });
    try {
      const schema = app.get(SchemaService);
      expect(await schema.plan()).toEqual({ keyspace: keyspace.name, changes: [], statements: [], drift: [] });
      expect(await schema.sync()).toEqual([]);
      expect(app.get(Client).keyspace).toBe(keyspace.name);
    } finally {
      await app.close();
    }
  });
});
