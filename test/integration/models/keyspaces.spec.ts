import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Column, CoodieModule, Entity, Field, PartitionKey, SchemaService, UserType } from '../../../lib/index.js';
import {
  CoodieModelsModule,
  getMapperToken,
  getModelToken,
  InvalidModelCallError,
  type Model,
} from '../../../lib/models/index.js';
import { clientOptions, useKeyspace } from '../../support/cassandra.js';
import { sentStatements } from '../../support/sent-statements.js';

@UserType({ name: 'place' })
class Place {
  @Field('text') postCode!: string;
}

@Entity({ name: 'guests' })
class Guest {
  @PartitionKey('int') id!: number;
  @Column('text') fullName?: string;
  @Column('frozen<place>') place?: Place;
}

describe('a model in another keyspace', () => {
  const home = useKeyspace('models_home');
  const acme = useKeyspace('models_acme');
  const globex = useKeyspace('models_globex');

  async function use<T>(
    work: (guests: Model<Guest>, plans: Model<{ id: number }>, app: { get(token: unknown): unknown }) => Promise<T>,
  ): Promise<T> {
    @Entity({ name: 'plans', keyspace: home.name })
    class Plan {
      @PartitionKey('int') id!: number;
    }
    @Module({
      imports: [
        CoodieModule.forRoot({
          client: clientOptions(),
          keyspace: home.name,
          tenants: { keyspaces: [acme.name, globex.name] },
        }),
        CoodieModelsModule.forFeature([Place, Guest, Plan]),
      ],
    })
    class AppModule {}
    const app = await NestFactory.createApplicationContext(AppModule, { abortOnError: false, logger: false });
    try {
      await app.get(SchemaService).whenReady();
      await app.get(SchemaService).tenants().sync();
      return await work(app.get(getModelToken(Guest)), app.get(getModelToken(Plan)), app);
    } finally {
      await app.close();
    }
  }

  it('reads and writes there alone, with types that are nested', () =>
    use(async (guests) => {
      const there = guests.in(acme.name);
      await there.insert({ id: 1, fullName: 'Ada', place: { postCode: '1010' } });
      expect(await there.get({ id: 1 })).toEqual({ id: 1, fullName: 'Ada', place: { postCode: '1010' } });
      expect(await there.get({ id: 1 })).toBeInstanceOf(Guest);
      expect(await guests.get({ id: 1 })).toBeUndefined();
      expect(await guests.in(globex.name).find({})).toEqual([]);
      expect(await there.in(globex.name).in(acme.name).find({})).toHaveLength(1);
      expect((await there.update({ id: 1, fullName: 'Eve' }, { when: { fullName: 'Bob' } })).existing).toMatchObject({
        fullName: 'Ada',
      });
      await there.removeAll({ id: 1 });
      expect(await there.find({})).toEqual([]);
    }));

  it('is mapped once for each keyspace, and asks no server about tables', () =>
    use(async (guests) => {
      await guests.in(acme.name).insert({ id: 2, fullName: 'Ada' });
      const sent = await sentStatements(() => guests.in(acme.name).get({ id: 2 }));
      expect(sent).toEqual([expect.stringContaining(`FROM ${acme.name}.guests WHERE id = ?`)]);
      expect(guests.in(acme.name).mapper).toBe(guests.in(acme.name).mapper);
      expect(guests.in(home.name).mapper).toBe(guests.mapper);
    }));

  it('stands in one batch with those of others', () =>
    use(async (guests, _, app) => {
      const mapper = app.get(getMapperToken()) as { batch(items: readonly unknown[]): Promise<unknown> };
      await mapper.batch([
        guests.in(acme.name).batching.insert({ id: 3, fullName: 'in both' }),
        guests.in(globex.name).batching.insert({ id: 3, fullName: 'in both' }),
      ]);
      for (const { name } of [acme, globex]) expect((await guests.in(name).get({ id: 3 }))?.fullName).toBe('in both');
    }));

  it.each(['', 'a"; DROP', 'system', 'system_auth', 'x'.repeat(49)])('is refused for %j, and nothing is sent', (name) =>
    use(async (guests) => {
      expect(() => guests.in(name)).toThrow(InvalidModelCallError);
    }),
  );

  it('is refused where the entity names its keyspace', () =>
    use(async (_, plans) => {
      expect(() => plans.in(acme.name)).toThrow(`the entity is one of the keyspace ${home.name}`);
      expect(plans.in(home.name)).toBeDefined();
    }));
});
