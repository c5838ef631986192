import { Body, Controller, Get, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { types } from 'cassandra-driver';
import { found } from '../found.js';
import { UsersService, type NewUser } from './users.service.js';

@Controller('users')
export class UsersController {
  constructor(private readonly users: UsersService) {}

  @Post()
  add(@Body() user: NewUser) {
    return this.users.add(user);
  }

  @Get(':id')
  async find(@Param('id', ParseUUIDPipe) id: string) {
    return found(await this.users.find(types.Uuid.fromString(id)));
  }
}
