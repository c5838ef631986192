import { setTimeout as delay } from 'node:timers/promises';
import { VersioningType, type CanActivate, type ExecutionContext, type INestApplication } from '@nestjs/common';
import { Injectable, Module, type CallHandler, type NestInterceptor } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { map } from 'rxjs';
import { CoodieDashboardModule } from '../../../lib/dashboard/index.js';
import {
  Backfill,
  BackfillService,
  Column,
  CoodieModule,
  Entity,
  MigrationService,
  PartitionKey,
  SchemaService,
  type BackfillDefinition,
} from '../../../lib/index.js';
import { clientOptions, useKeyspace } from '../../support/cassandra.js';
import { useMigrationsDirectory } from '../../support/migrations-directory.js';
import { sentStatements } from '../../support/sent-statements.js';

@Entity({ name: 'products', options: { comment: '<script>alert(1)</script>' } })
class Product {
  @PartitionKey('uuid') id!: string;
  @Column('text', { name: '"><img src=x onerror=alert(1)>' }) odd!: string;
  @Column('text') missing!: string;
}

@Backfill('nothing')
class Nothing implements BackfillDefinition {
  table = 'people';
  columns = ['name'];
  row = () => undefined;
}

@Injectable()
class AdminGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { headers } = context.switchToHttp().getRequest<{ headers: Readonly<Record<string, unknown>> }>();
    return headers['x-admin'] === 'yes';
  }
}

/** As many applications have it: every answer is `{ data }`. */
class Wrapping implements NestInterceptor {
  intercept(_: ExecutionContext, next: CallHandler) {
    return next.handle().pipe(map((data: unknown) => ({ data })));
  }
}

const CSP = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'";
const ADMIN = { 'x-admin': 'yes' };

describe('the dashboard', () => {
  const keyspace = useKeyspace('dashboard');
  const state = useKeyspace('dashboard_state');
  const migrations = useMigrationsDirectory();

  /** An application with everything that could get in the way of a page. */
  const withDashboard = async (adapter: string, work: (url: string, app: INestApplication) => Promise<void>) => {
    @Module({
      imports: [
        CoodieModule.forRoot({
          client: clientOptions(),
          keyspace: keyspace.name,
          schema: { onBootstrap: 'off' },
          migrations: { dir: migrations.path },
        }),
        CoodieModule.forFeature([Product]),
        CoodieDashboardModule.register({ path: 'admin/coodie', guards: [AdminGuard] }),
      ],
    })
    class AppModule {}
    const options = { logger: false, abortOnError: false } as const;
    const app =
      adapter === 'fastify'
        ? await NestFactory.create(AppModule, new FastifyAdapter(), options)
        : await NestFactory.create(AppModule, options);
    app.setGlobalPrefix('api').enableVersioning({ type: VersioningType.URI, defaultVersion: '1' });
    app.useGlobalInterceptors(new Wrapping());
    await app.listen(0, '127.0.0.1');
    try {
      await work(`${await app.getUrl()}/api/admin/coodie`, app);
    } finally {
      await app.close();
    }
  };

  beforeAll(async () => {
    await keyspace.client.execute('CREATE TABLE extra (id int PRIMARY KEY)');
    await keyspace.client.execute(
      `CREATE TABLE products (id uuid PRIMARY KEY, """><img src=x onerror=alert(1)>" text, legacy text) WITH comment = '<script>alert(1)</script>'`,
    );
    migrations.write(
      '20260101_001_first.cql',
      '-- description: <b>first</b>\n-- upgrade\nCREATE TABLE IF NOT EXISTS by_migration (id int PRIMARY KEY);\n',
    );
    migrations.write(
      '20260102_001_second.cql',
      '-- upgrade\nCREATE TABLE half (id int PRIMARY KEY);\nALTER TABLE nothing ADD x int;\n',
    );
  });

  it.each(['express', 'fastify'])('is guarded, and shows everything, on %s', async (adapter) => {
    await withDashboard(adapter, async (url, app) => {
      if (adapter === 'express')
        await app
          .get(MigrationService)
          .apply()
          .catch(() => {});
      for (const path of ['', '/erd.svg', '/schema.json', '/migrations.json']) {
        expect((await fetch(url + path)).status).toBe(403);
      }
      const response = await fetch(url, { headers: ADMIN });
      const page = await response.text();
      expect(response.status).toBe(200);
      expect(Object.fromEntries(response.headers)).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': CSP,
        'cache-control': 'no-store',
      });
      expect(SHOWN.filter((text) => !page.includes(text))).toEqual([]);
      expect(page).not.toMatch(/<script|<img|<b>first|_coodie_|onerror=alert\(1\)>/);
    });
  });

  it.each(['express', 'fastify'])('has the diagram and the data beside it, on %s', async (adapter) => {
    await withDashboard(adapter, async (url) => {
      const read = async (path: string) => {
        const response = await fetch(`${url}${path}`, { headers: ADMIN });
        return [response.status, response.headers.get('content-type'), await response.text()] as const;
      };
      const [status, type, svg] = await read('/erd.svg?connection=default');
      expect([status, type]).toEqual([200, 'image/svg+xml; charset=utf-8']);
      expect(svg).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>\n<svg /);
      expect(JSON.parse((await read('/migrations.json'))[2])).toMatchObject({
        connection: 'default',
        migrations: [{ state: 'applied' }, { state: 'failed' }],
        lock: null,
        backfills: [],
      });
      const schema = JSON.parse((await read('/schema.json'))[2]) as { plan: { drift: unknown[] }; objects: unknown[] };
      expect(schema.objects).toEqual(expect.arrayContaining([expect.objectContaining({ name: 'extra' })]));
      expect(schema.plan.drift.length).toBeGreaterThan(0);
      expect((await read('/schema.json?connection=other'))[0]).toBe(404);
    });
  });

  it('reads the database once for everybody who looks within some seconds', async () => {
    await withDashboard('express', async (url, app) => {
      await app.get(SchemaService).plan();
      const look = () => fetch(url, { headers: ADMIN }).then((response) => response.text());
      const one = await sentStatements(look);
      const many = await sentStatements(() => Promise.all(Array.from({ length: 20 }, look)));
      expect(one.length).toBeGreaterThan(5);
      expect(one.length).toBeLessThan(40);
      expect(many).toEqual([]);
      expect(one.filter((cql) => !/^\s*SELECT/i.test(cql))).toEqual([]);
    });
  });

  it('says who holds the lock, and loads itself again meanwhile for who asks for that', async () => {
    await keyspace.client.execute(
      `INSERT INTO "_coodie_migrations_lock" (lock_id, acquired_at, owner) VALUES ('coodie_migration_lock', toTimestamp(now()), '<i>pod-1:1:x') USING TTL 300`,
    );
    await withDashboard('express', async (url) => {
      const page = await (await fetch(`${url}?refresh=on`, { headers: ADMIN })).text();
      expect(page).toContain('<meta http-equiv="refresh" content="5">');
      expect(page).toContain('● held</span> by &lt;i&gt;pod-1:1:x');
      expect(page).toContain('<a href="?refresh=off">Stop that</a>');
      const still = await (await fetch(url, { headers: ADMIN })).text();
      expect(still).not.toContain('http-equiv="refresh"');
      expect(still).toContain('<a href="?refresh=on">');
    });
    await keyspace.client.execute('TRUNCATE "_coodie_migrations_lock"');
  });

  it('says that the database does not answer, and shows the entities', async () => {
    @Module({
      imports: [
        CoodieModule.forRoot({
          client: { contactPoints: ['127.0.0.1:1'], localDataCenter: 'datacenter1' },
          keyspace: 'gone',
          connect: { lazy: true },
          schema: { onBootstrap: 'off' },
          migrations: { dir: migrations.path },
        }),
        CoodieModule.forFeature([Product]),
        CoodieDashboardModule.register({ public: true }),
      ],
    })
    class AppModule {}
    const app = await NestFactory.create(AppModule, { logger: false, abortOnError: false });
    try {
      await app.listen(0, '127.0.0.1');
      const page = await (await fetch(`${await app.getUrl()}/coodie/`)).text();
      expect(page).toContain('✖ The database could not be read:</span> The database did not answer within 3 seconds.');
      expect(page.match(/did not answer within/g)).toHaveLength(1);
      expect(page.match(/✖ not read<\/span>, as the database was not/g)).toHaveLength(4);
      expect(page).toContain('The diagram is of the entities');
      expect(page).toContain('href="erd.svg?connection=default"');
      expect((await fetch(`${await app.getUrl()}/coodie/migrations.json`)).status).toBe(503);
    } finally {
      await app.close();
    }
  });

  it('has the state of tenants in the place of its own, and backfills', async () => {
    const tenants = [keyspace.name, 'missing_tenant'];
    @Module({
      imports: [
        CoodieModule.forRoot({
          client: clientOptions(),
          keyspace: state.name,
          schema: { onBootstrap: 'off' },
          migrations: { dir: migrations.path },
          tenants: { keyspaces: () => tenants },
        }),
        CoodieModule.forFeature([Product]),
        CoodieDashboardModule.register({ public: true }),
      ],
      providers: [Nothing],
    })
    class AppModule {}
    const app = await NestFactory.create(AppModule, { logger: false, abortOnError: false });
    try {
      await state.client.execute('CREATE TABLE people (id int PRIMARY KEY, name text)');
      await app.get(BackfillService).start('nothing');
      await app.listen(0, '127.0.0.1');
      const url = `${await app.getUrl()}/coodie`;
      const page = await (await fetch(url)).text();
      for (const part of ['2 of 2 tenants', '✖ unknown', '✖ failed', '• running', 'The diagram is of the entities']) {
        expect(page).toContain(part);
      }
      expect(page).not.toContain('<h3>Differences');
      expect(await (await fetch(`${url}/migrations.json`)).json()).toMatchObject({
        migrations: [],
        backfills: [{ name: 'nothing', state: 'running', share: 0, rows: 0 }],
        tenants: [
          { keyspace: keyspace.name, state: 'done', migrations: [{ state: 'applied' }, { state: 'failed' }] },
          { keyspace: 'missing_tenant', state: 'failed', error: { code: expect.stringMatching(/^COODIE_/) } },
        ],
      });
      expect(await (await fetch(`${url}/schema.json`)).json()).not.toHaveProperty('plan');
    } finally {
      await app.close();
    }
  });

  it('refuses a connection that nobody makes before options that come late are used to connect', async () => {
    const asked: string[] = [];
    const client = new Proxy(keyspace.client, {
      get: (target, name, receiver) => {
        asked.push(String(name));
        return Reflect.get(target, name, receiver) as unknown;
      },
    });
    let given = false;
    @Module({
      imports: [
        CoodieModule.forRootAsync({
          useFactory: async () => {
            await delay(200);
            given = true;
            return { client, keyspace: keyspace.name, schema: { onBootstrap: 'off' } };
          },
        }),
        CoodieDashboardModule.register({ public: true, connections: ['defualt'] }),
      ],
    })
    class AppModule {}
    const starting = NestFactory.createApplicationContext(AppModule, { logger: false, abortOnError: false });
    await expect(starting).rejects.toMatchObject({ code: 'COODIE_INVALID_DASHBOARD' });
    await delay(1_000);
    expect([given, asked]).toEqual([true, []]);
  });

  it('refuses a connection that nobody makes', async () => {
    @Module({
      imports: [
        CoodieModule.forRoot({ client: keyspace.client, keyspace: keyspace.name, schema: { onBootstrap: 'off' } }),
        CoodieDashboardModule.register({ public: true, connections: ['defualt'] }),
      ],
    })
    class AppModule {}
    const starting = NestFactory.createApplicationContext(AppModule, { logger: false, abortOnError: false });
    await expect(starting).rejects.toMatchObject({
      code: 'COODIE_INVALID_DASHBOARD',
      problems: ['connections names defualt, which no forRoot makes; did you mean default?'],
    });
  });
});

const SHOWN = [
  '✔ connected',
  '20260101_001_first<br><span class="quiet">&lt;b&gt;first&lt;/b&gt;</span>',
  '✔ applied',
  '✖ failed',
  'coodie migrate apply',
  '✔ free',
  'difference',
  'ALTER TABLE products ADD missing text;',
  '<b>− extra</b>',
  'leaves it alone',
  '<svg xmlns="http://www.w3.org/2000/svg" class="erd"',
  '<summary><b>products</b>',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '&quot;&gt;&lt;img src=x onerror=alert(1)&gt;',
  'href="coodie/erd.svg?connection=default"',
];
