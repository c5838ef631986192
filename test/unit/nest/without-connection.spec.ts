import { Module, type ModuleMetadata, type Type } from '@nestjs/common';
import { LazyModuleLoader, NestFactory } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { Client } from 'cassandra-driver';
import { Column, ConnectionNamesError, CoodieModule, Entity, PartitionKey } from '../../../lib/index.js';

@Entity()
class Thing {
  @PartitionKey('text') id!: string;
}

@Entity()
class Other {
  @PartitionKey('text') id!: string;
  @Column('int') count!: number;
}

const moduleOf = (name: string, metadata: ModuleMetadata): Type => {
  const made = { [name]: class {} }[name] as Type;
  Module(metadata)(made);
  return made;
};
const start = (module: Type) => NestFactory.createApplicationContext(module, { abortOnError: false, logger: false });
const failureOf = (work: Promise<unknown>): Promise<ConnectionNamesError> =>
  work.then(
    () => Promise.reject(new Error('it did not fail')),
    (error: unknown) => error as ConnectionNamesError,
  );

/** A connection that needs no server. */
const root = (name?: string) =>
  CoodieModule.forRoot({
    client: { contactPoints: ['127.0.0.1:1'], localDataCenter: 'dc1' },
    keyspace: 'shop',
    connect: { lazy: true, delay: 10 },
    schema: { onBootstrap: 'off' },
    ...(name === undefined ? {} : { name }),
  });

describe('forFeature without a connection', () => {
  it('fails the start, and names every entity with its module', async () => {
    const things = moduleOf('ThingsModule', { imports: [CoodieModule.forFeature([Thing])] });
    const others = moduleOf('OthersModule', { imports: [CoodieModule.forFeature([Other])] });
    const error = await failureOf(start(moduleOf('AppModule', { imports: [things, others] })));
    expect(error).toBeInstanceOf(ConnectionNamesError);
    expect(error.problems).toEqual([
      'Thing (in ThingsModule): the application has no CoodieModule.forRoot or forRootAsync.',
      'Other (in OthersModule): the application has no CoodieModule.forRoot or forRootAsync.',
    ]);
    expect(error.hint).toContain('import CoodieModule.forRoot({ client, keyspace }) once, in the root module');
  });

  it('fails the start of a server', async () => {
    const app = moduleOf('AppModule', { imports: [CoodieModule.forFeature([Thing])] });
    const server = NestFactory.create(app, { abortOnError: false, logger: false });
    await expect(server).rejects.toBeInstanceOf(ConnectionNamesError);
  });

  it('fails a testing module', async () => {
    const testing = Test.createTestingModule({ imports: [CoodieModule.forFeature([Thing])] }).compile();
    await expect(testing).rejects.toMatchObject({ code: 'COODIE_CONNECTION_NAMES' });
    const overridden = Test.createTestingModule({ imports: [CoodieModule.forFeature([Thing])] })
      .overrideProvider(Client)
      .useValue({})
      .compile();
    await expect(overridden).rejects.toMatchObject({ code: 'COODIE_CONNECTION_NAMES' });
  });

  it('fails the lazy load of a module', async () => {
    const app = await start(moduleOf('AppModule', {}));
    const lazy = moduleOf('LazyModule', { imports: [CoodieModule.forFeature([Thing])] });
    await expect(app.get(LazyModuleLoader).load(() => lazy)).rejects.toMatchObject({
      problems: ['Thing (in LazyModule): the application has no CoodieModule.forRoot or forRootAsync.'],
    });
    await app.close();
  });

  it('says which connections there are where another one is named', async () => {
    const app = moduleOf('AppModule', { imports: [root('audit'), CoodieModule.forFeature([Thing], 'audti')] });
    const error = await failureOf(start(app));
    expect(error.problems).toEqual(['Thing (in AppModule): no connection is called "audti"; there is "audit".']);
  });

  it('does not fail where there is one, wherever it is imported', async () => {
    const database = moduleOf('DatabaseModule', { imports: [root()] });
    const things = moduleOf('ThingsModule', { imports: [CoodieModule.forFeature([Thing])] });
    const app = await start(moduleOf('AppModule', { imports: [things, database] }));
    await expect(app.close()).resolves.toBeUndefined();
  });
});
