/** What somebody who installs the library writes: the sources of one small application, and how it is compiled. */
export const APPLICATION_SOURCES = {
  'src/app.module.ts': `
import 'reflect-metadata';
import { Injectable, Module } from '@nestjs/common';
import { Client } from 'cassandra-driver';
import { Column, CoodieModule, Entity, MigrationService, PartitionKey, SchemaService } from 'nestjs-coodie';
import { EmbeddedCassandra } from 'nestjs-coodie/testing';

const keyspace = process.env['KEYSPACE'] ?? '';

@Entity({ name: 'reviews' })
class Review {
  @PartitionKey('int') id!: number;
  @Column() author!: string;
}

@Injectable()
export class Reporter {
  constructor(
    private readonly client: Client,
    private readonly schema: SchemaService,
    private readonly migrations: MigrationService,
  ) {}

  async report() {
    const synced = await this.columns();
    const { changes } = await this.schema.plan();
    const applied = (await this.migrations.apply()).map(({ name }) => name);
    const states = (await this.migrations.status()).map(({ state }) => state);
    return { synced, changes, applied, states, migrated: await this.columns(), embedded: EmbeddedCassandra.name };
  }

  private async columns(): Promise<string[]> {
    const query = 'SELECT column_name FROM system_schema.columns WHERE keyspace_name = ? AND table_name = ?';
    const { rows } = await this.client.execute(query, [keyspace, 'reviews']);
    return rows.map((row) => String(row['column_name']));
  }
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
      createKeyspace: { replication: { class: 'SimpleStrategy', replication_factor: 1 } },
      migrations: { dir: 'dist/migrations' },
    }),
    CoodieModule.forFeature([Review]),
  ],
  providers: [Reporter],
})
export class AppModule {}
`,
  'src/main.ts': `
import { NestFactory } from '@nestjs/core';
import { AppModule, Reporter } from './app.module.js';

async function bootstrap() {
  const app = await NestFactory.create(AppModule, { logger: ['warn', 'error'] });
  await app.listen(0, '127.0.0.1');
  const report = await app.get(Reporter).report();
  await app.close();
  console.log(JSON.stringify(report));
}

void bootstrap();
`,
  'src/migrations/20260115_001_add_rating_column.ts': `
import { Migration, type MigrationContext } from 'nestjs-coodie';

export default class AddRatingColumn extends Migration {
  override description = 'Add rating column to reviews';

  async upgrade(context: MigrationContext): Promise<void> {
    await context.execute('ALTER TABLE reviews ADD rating int');
  }

  override async downgrade(context: MigrationContext): Promise<void> {
    await context.execute('ALTER TABLE reviews DROP rating');
  }
}
`,
} as const;

/** Needs nest-commander, as everything below `nestjs-coodie/cli`. */
export const COMMAND_LINE_SOURCE = `
import { runCli } from 'nestjs-coodie/cli';
import { AppModule } from './app.module.js';

await runCli(AppModule);
`;

/** Needs @nestjs/terminus and @opentelemetry/api, as the entry points that it imports. */
export const HEALTH_SOURCE = `
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CoodieOtelModule } from 'nestjs-coodie/otel';
import { CoodieHealthIndicator, CoodieTerminusModule } from 'nestjs-coodie/terminus';
import { AppModule } from './app.module.js';

@Module({ imports: [CoodieOtelModule, AppModule, CoodieTerminusModule] })
class HealthModule {}

async function check() {
  const app = await NestFactory.create(HealthModule, { logger: ['error'] });
  await app.listen(0, '127.0.0.1');
  const health = app.get(CoodieHealthIndicator);
  const report = { ...(await health.isUp('cassandra')), ...(await health.isReady('schema')) };
  await app.close();
  console.log(JSON.stringify(report));
}

void check();
`;

/** As strict as it gets: the declarations of the library are checked too. */
export const STRICT_COMPILER_OPTIONS = {
  module: 'nodenext',
  target: 'es2023',
  lib: ['es2023'],
  types: ['node'],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noImplicitOverride: true,
  noImplicitReturns: true,
  noPropertyAccessFromIndexSignature: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  isolatedModules: true,
  experimentalDecorators: true,
  emitDecoratorMetadata: true,
  skipLibCheck: false,
  rootDir: 'src',
  outDir: 'dist',
} as const;

/** What `nest new` of Nest 11 writes. */
export const NEST_11_COMPILER_OPTIONS = {
  module: 'nodenext',
  moduleResolution: 'nodenext',
  resolvePackageJsonExports: true,
  esModuleInterop: true,
  isolatedModules: true,
  declaration: true,
  removeComments: true,
  emitDecoratorMetadata: true,
  experimentalDecorators: true,
  allowSyntheticDefaultImports: true,
  target: 'ES2023',
  sourceMap: true,
  outDir: './dist',
  baseUrl: './',
  incremental: true,
  skipLibCheck: true,
  strictNullChecks: true,
  forceConsistentCasingInFileNames: true,
  noImplicitAny: false,
  strictBindCallApply: false,
  noFallthroughCasesInSwitch: false,
} as const;
