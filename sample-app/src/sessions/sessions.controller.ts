import { Controller, Get, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { types } from 'cassandra-driver';
import { found } from '../found.js';
import { SessionsService } from './sessions.service.js';

@Controller()
export class SessionsController {
  constructor(private readonly sessions: SessionsService) {}

  @Post('users/:id/sessions')
  async start(@Param('id', ParseUUIDPipe) id: string) {
    return { id: await this.sessions.start(types.Uuid.fromString(id)) };
  }

  @Get('sessions/:id')
  async find(@Param('id', ParseUUIDPipe) id: string) {
    return found(await this.sessions.find(types.Uuid.fromString(id)));
  }
}
