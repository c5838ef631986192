import { Controller, Get, Module, type INestApplication, type ModuleMetadata, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { HealthCheck, HealthCheckService, TerminusModule } from '@nestjs/terminus';
import { Test } from '@nestjs/testing';
import { Client } from 'cassandra-driver';
import { setTimeout as delay } from 'node:timers/promises';
import { Column, CoodieModule, Entity, Migration, PartitionKey } from '../../../lib/index.js';
import { CoodieHealthIndicator, CoodieTerminusModule } from '../../../lib/terminus/index.js';
import { EmbeddedCassandra } from '../../../lib/testing/index.js';
import { sentStatements } from '../../support/sent-statements.js';

const TIMEOUT = 1000;

@Entity({ name: 'things' })
class Thing {
  @PartitionKey('int') id!: number;
}

/** The same table with another key: no sync makes it so. */
@Entity({ name: 'things' })
class OtherThing {
  @PartitionKey('int') other!: number;
  @Column('int') id!: number;
}

class AddShelf extends Migration {
  static readonly migrationName = '20260115_001_shelf';

  override async upgrade(): Promise<void> {}
}

@Controller('health')
class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly cassandra: CoodieHealthIndicator,
  ) {}

  @Get()
  @HealthCheck()
  up() {
    return this.health.check([() => this.cassandra.isUp('cassandra', { timeout: TIMEOUT })]);
  }

  @Get('ready')
  @HealthCheck()
  ready() {
    return this.health.check([() => this.cassandra.isReady('schema')]);
  }

  @Get('migrated')
  @HealthCheck()
  migrated() {
    return this.health.check([() => this.cassandra.isReady('schema', { pending: 'down' })]);
  }

  @Get('other')
  @HealthCheck()
  other() {
    return this.health.check([() => this.cassandra.isUp('cassandra', { connection: 'audit' })]);
  }
}

function moduleOf(
  options: Parameters<typeof CoodieModule.forRoot>[0],
  entities: readonly (typeof Thing | typeof OtherThing)[],
) {
  const metadata: ModuleMetadata = {
    imports: [
      CoodieModule.forRoot(options),
      CoodieModule.forFeature(entities),
      TerminusModule.forRoot({ logger: false }),
      CoodieTerminusModule,
    ],
    controllers: [HealthController],
  };
  class AppModule {}
  Module(metadata)(AppModule);
  return AppModule;
}

/** Status of the response, the details of the only indicator, and how long it took. */
async function ask(app: INestApplication, path: string) {
  const { port } = app.getHttpServer().address() as { port: number };
  const startedAt = performance.now();
  const response = await fetch(`http://127.0.0.1:${port}/${path}`);
  const { details } = (await response.json()) as { details?: Record<string, Record<string, unknown>> };
  return {
    http: response.status,
    ...Object.values(details ?? {})[0],
    code: Object.values(details ?? {})[0]?.['code'],
    took: performance.now() - startedAt,
  };
}

describe('the health of an application', () => {
  const made: { server?: EmbeddedCassandra; port?: number } = {};
  const apps: INestApplication[] = [];
  const server = () => made.server as EmbeddedCassandra;
  const options = (keyspace: string) => ({
    client: server().clientOptions,
    keyspace,
    createKeyspace: { replication: { class: 'SimpleStrategy', replication_factor: 1 } },
    ddlTimeout: 60_000,
  });

  async function start(module: Type, adapter?: FastifyAdapter): Promise<INestApplication> {
    const settings = { logger: false, abortOnError: false } as const;
    const app: INestApplication = adapter
      ? await NestFactory.create(module, adapter, settings)
      : await NestFactory.create(module, settings);
    apps.push(app);
    await app.listen(0, '127.0.0.1');
    return app;
  }

  async function until(app: INestApplication, path: string, http: number) {
    const deadline = performance.now() + 60_000;
    for (;;) {
      const answer = await ask(app, path);
      if (answer.http === http || performance.now() > deadline) return answer;
      await delay(250);
    }
  }

  beforeAll(async () => {
    made.server = await EmbeddedCassandra.start();
  });
  afterAll(async () => {
    await Promise.all(apps.map((app) => app.close()));
    await made.server?.stop();
  });

  it.each([
    ['express', undefined],
    ['fastify', () => new FastifyAdapter()],
  ])('is up and ready, with what is pending in the details, for one request: %s', async (name, adapter) => {
    const migrations = { classes: [AddShelf] };
    const app = await start(moduleOf({ ...options(`health_${name}`), migrations }, [Thing]), adapter?.());
    expect(await ask(app, 'health')).toMatchObject({ status: 'up', cassandra: '5.0.8', hosts: '1/1' });
    expect(await ask(app, 'health/ready')).toMatchObject({ status: 'up', schema: 'ready', pending: 1 });
    expect(await ask(app, 'health/migrated')).toMatchObject({ status: 'down', schema: 'ready', pending: 1 });
    expect(await sentStatements(() => ask(app, 'health/ready'))).toEqual([]);
    expect(await sentStatements(() => ask(app, 'health'))).toEqual([
      expect.stringContaining('SELECT release_version FROM system.local'),
    ]);
  });

  it('asks a connection that does not exist only by mistake', async () => {
    const app = await start(moduleOf(options('health_names'), []));
    const { port } = app.getHttpServer().address() as { port: number };
    expect((await fetch(`http://127.0.0.1:${port}/health/other`)).status).toBe(500);
  });

  it('is down with its reason where the sync of the start failed', async () => {
    const lazy = await start(moduleOf({ ...options('health_express'), connect: { lazy: true } }, [OtherThing]));
    const answer = await until(lazy, 'health', 200);
    expect(answer).toMatchObject({ status: 'up' });
    const deadline = performance.now() + 30_000;
    let ready = await ask(lazy, 'health/ready');
    while (ready.code === undefined && performance.now() < deadline) ready = await ask(lazy, 'health/ready');
    expect(ready).toMatchObject({ status: 'down', schema: 'failed', code: 'COODIE_UNSAFE_CHANGES' });
  });

  it('tells a stand-in for the client from a server', async () => {
    const builder = Test.createTestingModule({ imports: [moduleOf(options('health_names'), [])] });
    const module = await builder.overrideProvider(Client).useValue({}).compile();
    const app = module.createNestApplication();
    apps.push(app);
    await app.listen(0, '127.0.0.1');
    expect(await ask(app, 'health')).toMatchObject({ status: 'down', message: expect.stringContaining('stand-in') });
    expect(await ask(app, 'health/ready')).toMatchObject({ status: 'up', schema: 'ready' });
  });

  it('is down in time while its node is paused, up behind it, and down when it is killed', async () => {
    const app = await start(moduleOf(options('health_paused'), [Thing]));
    await server().pause(0);
    const paused = await ask(app, 'health');
    await server().resume(0);
    expect(paused).toMatchObject({ status: 'down', message: `No answer within ${TIMEOUT} ms.` });
    expect(paused.took).toBeLessThan(TIMEOUT + 500);
    expect(await until(app, 'health', 200)).toMatchObject({ status: 'up' });

    await server().kill(0);
    const killed = await ask(app, 'health');
    expect(killed).toMatchObject({ status: 'down' });
    expect(killed.took).toBeLessThan(TIMEOUT + 500);

    const lazy = { connect: { lazy: true, delay: 100 } };
    const early = await start(moduleOf({ ...options('health_early'), ...lazy }, [Thing]));
    expect(await until(early, 'health', 503)).toMatchObject({ status: 'down' });
    expect(await ask(early, 'health/ready')).toMatchObject({ status: 'down', schema: 'starting' });
    await server().restart(0);
    expect(await until(early, 'health', 200)).toMatchObject({ status: 'up' });
    expect(await until(early, 'health/ready', 200)).toMatchObject({ status: 'up', schema: 'ready' });
  });
});
