/** A web application with everything that could get in the way of the dashboard, and the entry points beside it. */
export const SITE_SOURCE = `
import { Controller, Get, Injectable, Module, VersioningType } from '@nestjs/common';
import type { CallHandler, CanActivate, ExecutionContext, INestApplication, NestInterceptor } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { HealthCheck, HealthCheckService, TerminusModule } from '@nestjs/terminus';
import { types } from 'cassandra-driver';
import { map } from 'rxjs';
import { ClusteringKey, Column, Entity, PartitionKey } from 'nestjs-coodie';
import { CoodieDashboardModule } from 'nestjs-coodie/dashboard';
import { CoodieModelsModule, InjectModel, type Model } from 'nestjs-coodie/models';
import { CoodieHealthIndicator, CoodieTerminusModule } from 'nestjs-coodie/terminus';
import { AppModule } from './app.module.js';

@Entity()
class Visit {
  @PartitionKey() id!: types.Uuid;
  @ClusteringKey('int') at!: number;
  @Column() path?: string;
}

@Injectable()
class AdminGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    return context.switchToHttp().getRequest<{ headers: Record<string, unknown> }>().headers['x-admin'] === 'yes';
  }
}

class Wrapping implements NestInterceptor {
  intercept(_: ExecutionContext, next: CallHandler) {
    return next.handle().pipe(map((data: unknown) => ({ data })));
  }
}

@Controller('site')
class SiteController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly cassandra: CoodieHealthIndicator,
    @InjectModel(Visit) private readonly visits: Model<Visit>,
  ) {}

  @Get('health')
  @HealthCheck()
  check() {
    return this.health.check([() => this.cassandra.isUp('cassandra'), () => this.cassandra.isReady('schema')]);
  }

  @Get('visits')
  async visit() {
    const id = types.Uuid.random();
    await this.visits.insert({ id, at: 2, path: '/b' });
    await this.visits.insert({ id, at: 1, path: '/a' });
    return (await this.visits.find({ id })).map(({ path }) => path);
  }
}

@Module({
  imports: [
    AppModule,
    CoodieModelsModule.forFeature([Visit]),
    TerminusModule.forRoot({ logger: false }),
    CoodieTerminusModule,
    CoodieDashboardModule.register({ path: 'admin/coodie', guards: [AdminGuard] }),
  ],
  controllers: [SiteController],
})
class SiteModule {}

const PAGES = ['admin/coodie', 'admin/coodie/erd.svg', 'admin/coodie/schema.json', 'admin/coodie/migrations.json'];

async function answers() {
  const logger = ['error' as const];
  const app: INestApplication =
    process.argv[2] === 'fastify'
      ? await NestFactory.create(SiteModule, new FastifyAdapter(), { logger })
      : await NestFactory.create(SiteModule, { logger });
  app.setGlobalPrefix('api').enableVersioning({ type: VersioningType.URI, defaultVersion: '1' });
  app.useGlobalInterceptors(new Wrapping());
  await app.listen(0, '127.0.0.1');
  const api = \`\${await app.getUrl()}/api\`;
  const ask = (path: string, headers = {}) => fetch(\`\${api}/\${path}\`, { headers });
  const refused = await Promise.all(PAGES.map(async (path) => (await ask(path)).status));
  const shown: unknown[] = [];
  for (const path of PAGES) {
    const answer = await ask(path, { 'x-admin': 'yes' });
    const text = await answer.text();
    shown.push([answer.status, answer.headers.get('content-type'), text.trimStart().slice(0, 5)]);
  }
  const health = (await (await ask('v1/site/health')).json()) as { data: { status: string } };
  const visits = (await (await ask('v1/site/visits')).json()) as { data: string[] };
  await app.close();
  console.log(JSON.stringify({ refused, shown, health: health.data.status, visits: visits.data }));
}

void answers();
`;

/** What it prints, on each adapter. */
export const SITE_ANSWERS = {
  refused: [403, 403, 403, 403],
  shown: [
    [200, 'text/html; charset=utf-8', '<!doc'],
    [200, 'image/svg+xml; charset=utf-8', '<?xml'],
    [200, 'application/json; charset=utf-8', expect.stringMatching(/^\{/)],
    [200, 'application/json; charset=utf-8', expect.stringMatching(/^\{/)],
  ],
  health: 'ok',
  visits: ['/a', '/b'],
};
