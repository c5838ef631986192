import {
  Controller,
  Get,
  Inject,
  Injectable,
  Query,
  Req,
  Res,
  UseGuards,
  VERSION_NEUTRAL,
  type Type,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { CoodieDashboardOptions } from './dashboard-options.js';
import { DashboardPages } from './dashboard-pages.js';
import { HEADERS, type Answer, type FileName } from './pages.js';

/** A controller at a path, so that the prefix, the guards and the filters of the application apply. */
export function dashboardController({ path = 'coodie', guards = [] }: CoodieDashboardOptions): Type {
  @Controller({ path, version: VERSION_NEUTRAL })
  @UseGuards(...guards)
  class CoodieDashboardController extends DashboardRoutes {}
  return CoodieDashboardController;
}

/** Sends through the adapter itself: an interceptor that wraps what handlers return would make JSON of the page. */
@Injectable()
class DashboardRoutes {
  constructor(
    @Inject(DashboardPages) private readonly pages: DashboardPages,
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
  ) {}

  @Get()
  async page(@Req() request: unknown, @Res() response: unknown): Promise<void> {
    this.send(response, await this.pages.all().page(String(this.host.httpAdapter.getRequestUrl(request))));
  }

  @Get('erd.svg')
  diagram(@Res() response: unknown, @Query('connection') connection?: string): Promise<void> {
    return this.file('erd.svg', response, connection);
  }

  @Get('schema.json')
  schema(@Res() response: unknown, @Query('connection') connection?: string): Promise<void> {
    return this.file('schema.json', response, connection);
  }

  @Get('migrations.json')
  migrations(@Res() response: unknown, @Query('connection') connection?: string): Promise<void> {
    return this.file('migrations.json', response, connection);
  }

  private async file(name: FileName, response: unknown, connection: string | undefined): Promise<void> {
    this.send(response, await this.pages.all().file(name, connection));
  }

  private send(response: unknown, { status, type, body }: Answer): void {
    const { httpAdapter } = this.host;
    const headers = { ...HEADERS, 'content-type': type };
    for (const [name, value] of Object.entries(headers)) httpAdapter.setHeader(response, name, value);
    httpAdapter.reply(response, body, status);
  }
}
