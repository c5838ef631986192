/** An application whose migration asks for a service, in its constructor and in a property, and whose hooks do so, too. */
export const SERVICES_SOURCES = {
  'src/slugs/slug.service.ts': `
import { Injectable } from '@nestjs/common';

@Injectable()
export class SlugService {
  slug(name: string): string {
    return name.toLowerCase().replaceAll(' ', '_');
  }
}
`,
  'src/hooks.ts': `
import { CoodieMigrationHooks, type MigrationHooks } from 'nestjs-coodie';
import { SlugService } from './slugs/slug.service.js';

@CoodieMigrationHooks()
export class Hooks implements MigrationHooks {
  constructor(private readonly slugs: SlugService) {}

  async beforeMigration(): Promise<void> {
    process.stderr.write(this.slugs.slug('The Hook') + ' ');
  }
}
`,
  'src/app.module.ts': `
import { Module } from '@nestjs/common';
import { CoodieModule } from 'nestjs-coodie';
import { Hooks } from './hooks.js';
import { SlugService } from './slugs/slug.service.js';

@Module({
  imports: [
    CoodieModule.forRoot({
      client: {
        contactPoints: (process.env['CONTACT_POINTS'] ?? '').split(','),
        localDataCenter: process.env['LOCAL_DC'] ?? '',
        socketOptions: { readTimeout: 60_000 },
      },
      keyspace: process.env['KEYSPACE'] ?? '',
      migrations: { baseDir: process.cwd(), dir: process.env['MIGRATIONS'] ?? '', onBootstrap: 'apply' },
    }),
  ],
  providers: [SlugService, Hooks],
})
export class AppModule {}
`,
  'src/main.ts': `
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';

async function bootstrap() {
  const app = await NestFactory.createApplicationContext(AppModule, { logger: ['warn', 'error'] });
  await app.close();
}

void bootstrap();
`,
  'src/migrations/20260115_001_slugs.ts': `
import { Inject, Injectable } from '@nestjs/common';
import { Migration, type MigrationContext } from 'nestjs-coodie';
import { SlugService } from '../slugs/slug.service.js';

@Injectable()
export default class Slugs extends Migration {
  @Inject() private readonly second!: SlugService;

  constructor(private readonly slugs: SlugService) {
    super();
  }

  override async upgrade(context: MigrationContext): Promise<void> {
    if (this.second !== this.slugs) throw new Error('two services');
    await context.execute('CREATE TABLE ' + this.slugs.slug('Big Torch') + ' (id int PRIMARY KEY)');
  }

  override async downgrade(context: MigrationContext): Promise<void> {
    await context.execute('DROP TABLE ' + this.slugs.slug('Big Torch'));
  }
}
`,
  'src/app.spec.ts': `
import { Test } from '@nestjs/testing';
import { MigrationService } from 'nestjs-coodie';
import { AppModule } from './app.module.js';

it.each(['src/migrations', 'dist/migrations'])('%s', async (directory) => {
  process.env['MIGRATIONS'] = directory;
  const module = await Test.createTestingModule({ imports: [AppModule] }).compile();
  await module.init();
  const migrations = module.get(MigrationService);
  expect((await migrations.status()).map(({ state }) => state)).toEqual(['applied']);
  await migrations.rollback();
  await module.close();
}, 120_000);
`,
} as const;
