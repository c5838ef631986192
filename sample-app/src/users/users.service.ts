import { Injectable } from '@nestjs/common';
import { Client, types } from 'cassandra-driver';

export interface NewUser {
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
}

const PREPARED = { prepare: true };

@Injectable()
export class UsersService {
  constructor(private readonly client: Client) {}

  async add({ email, firstName, lastName }: NewUser): Promise<types.Row | undefined> {
    const id = types.Uuid.random();
    const cql = 'INSERT INTO users (id, email, first_name, last_name) VALUES (?, ?, ?, ?)';
    await this.client.execute(cql, [id, email, firstName, lastName], PREPARED);
    return this.find(id);
  }

  async find(id: types.Uuid): Promise<types.Row | undefined> {
    const cql = 'SELECT id, email, first_name, last_name FROM users WHERE id = ?';
    return (await this.client.execute(cql, [id], PREPARED)).first();
  }
}
