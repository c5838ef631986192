import { Module, type INestApplicationContext, type ModuleMetadata } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CoodieModule, type CoodieModuleOptions, type EntityClass } from '../../lib/index.js';
import { clientOptions } from './cassandra.js';

type Options = Partial<CoodieModuleOptions> & Pick<CoodieModuleOptions, 'keyspace'>;

/** Boots an application with one connection to the test server, hands it to `work`, and closes it. */
export function withApplication<T>(
  options: Options,
  entities: readonly EntityClass[],
  work: (app: INestApplicationContext) => Promise<T>,
): Promise<T> {
  const root = CoodieModule.forRoot({ ...options, client: options.client ?? clientOptions() });
  return withModules({ imports: [root, CoodieModule.forFeature(entities)] }, work);
}

/** The same for an application of the test's own making. */
export async function withModules<T>(
  metadata: ModuleMetadata,
  work: (app: INestApplicationContext) => Promise<T>,
): Promise<T> {
  class AppModule {}
  Module(metadata)(AppModule);
  const app = await NestFactory.createApplicationContext(AppModule, { abortOnError: false, logger: false });
  try {
    return await work(app);
  } finally {
    await app.close();
  }
}
