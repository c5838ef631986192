// An application of the built package with made-up entities, for measuring: nothing is synced unless it is asked to.
import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Column, CoodieModule, Entity, Indexed, PartitionKey } from '../dist/index.js';

/** Classes of tables with a key, `columns` text columns, and `indexes` of them indexed. */
export function entitiesOf(count, { columns = 4, indexes = 2 } = {}) {
  return Array.from({ length: count }, (_, number) => {
    const entity = class {};
    PartitionKey('uuid')(entity.prototype, 'id');
    for (let column = 0; column < columns; column += 1) {
      Column('text')(entity.prototype, `column_${column}`);
      if (column < indexes) Indexed()(entity.prototype, `column_${column}`);
    }
    Entity({ name: `table_${number}` })(entity);
    return entity;
  });
}

/** Boots, hands the application to `work`, and closes it. */
export async function withApplication(options, entities, work) {
  const { client, keyspace, migrations, tenants, onBootstrap = 'off', imports = [] } = options;
  class AppModule {}
  Module({
    imports: [
      ...imports,
      CoodieModule.forRoot({ client, keyspace, migrations, tenants, schema: { onBootstrap } }),
      CoodieModule.forFeature(entities),
    ],
  })(AppModule);
  const app = await NestFactory.createApplicationContext(AppModule, { logger: false, abortOnError: false });
  try {
    return await work(app);
  } finally {
    await app.close();
  }
}
