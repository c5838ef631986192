import { Injectable } from '@nestjs/common';
import { Client, types } from 'cassandra-driver';

const PREPARED = { prepare: true };

@Injectable()
export class SessionsService {
  constructor(private readonly client: Client) {}

  async start(userId: types.Uuid): Promise<types.Uuid> {
    const id = types.Uuid.random();
    const cql = 'INSERT INTO sessions (id, user_id, started_at) VALUES (?, ?, ?)';
    await this.client.execute(cql, [id, userId, new Date()], PREPARED);
    return id;
  }

  async find(id: types.Uuid): Promise<types.Row | undefined> {
    const cql = 'SELECT user_id, started_at, TTL(user_id) AS seconds_left FROM sessions WHERE id = ?';
    return (await this.client.execute(cql, [id], PREPARED)).first();
  }
}
