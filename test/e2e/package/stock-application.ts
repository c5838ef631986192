/** Sources of a stock application that has begun to use coodie: its greeting comes out of a table that a migration fills. */
export const GREETING_SOURCES = {
  'src/app.module.ts': `
import { Module } from '@nestjs/common';
import { Column, CoodieModule, Entity, PartitionKey } from 'nestjs-coodie';
import { AppController } from './app.controller.js';
import { AppService } from './app.service.js';
import { WordsService } from './words.service.js';

@Entity({ name: 'visits' })
class Visit {
  @PartitionKey('uuid') id!: unknown;
  @Column('text') path!: string;
}

@Module({
  imports: [
    CoodieModule.forRoot({
      client: { contactPoints: ['192.0.2.1'], localDataCenter: 'production' },
      keyspace: 'shop',
      connect: { attempts: 1 },
      migrations: { baseDir: process.cwd(), dir: 'src/migrations', onBootstrap: 'verify' },
    }),
    CoodieModule.forFeature([Visit]),
  ],
  controllers: [AppController],
  providers: [AppService, WordsService],
})
export class AppModule {}
`,
  'src/app.service.ts': `
import { Injectable } from '@nestjs/common';
import { Client } from 'cassandra-driver';

@Injectable()
export class AppService {
  constructor(private readonly client: Client) {}

  async getHello(): Promise<string> {
    await this.client.execute("INSERT INTO visits (id, path) VALUES (uuid(), '/')");
    return (await this.client.execute('SELECT word FROM greetings')).first()['word'];
  }
}
`,
  'src/app.controller.ts': `
import { Controller, Get } from '@nestjs/common';
import { AppService } from './app.service.js';

@Controller()
export class AppController {
  constructor(private readonly appService: AppService) {}

  @Get()
  getHello(): Promise<string> {
    return this.appService.getHello();
  }
}
`,
  'src/words.service.ts': `
import { Injectable } from '@nestjs/common';

@Injectable()
export class WordsService {
  readonly hello = 'Hello World!';
}
`,
  'src/migrations/20260115_001_greetings.ts': `
import { Migration, type MigrationContext } from 'nestjs-coodie';
import { WordsService } from '../words.service.js';

export default class Greetings extends Migration {
  constructor(private readonly words: WordsService) {
    super();
  }

  override async upgrade(context: MigrationContext): Promise<void> {
    await context.execute('CREATE TABLE greetings (id int PRIMARY KEY, word text)');
    await context.execute('INSERT INTO greetings (id, word) VALUES (1, ?)', [this.words.hello]);
  }
}
`,
} as const;

/** Files of `nest new`, version 11, below `test/`; those of version 12 are installed here. */
export const STOCK_11_TEST = {
  'jest-e2e.json': `{
  "moduleFileExtensions": ["js", "json", "ts"],
  "rootDir": ".",
  "testEnvironment": "node",
  "testRegex": ".e2e-spec.ts$",
  "transform": {
    "^.+\\\\.(t|j)s$": "ts-jest"
  }
}
`,
} as const;
