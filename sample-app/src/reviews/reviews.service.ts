import { Injectable } from '@nestjs/common';
import { Client, types } from 'cassandra-driver';

export interface NewReview {
  readonly author: string;
  readonly rating: number;
  readonly opinion?: string;
}

const PREPARED = { prepare: true };

@Injectable()
export class ReviewsService {
  constructor(private readonly client: Client) {}

  async add(productId: types.Uuid, { author, rating, opinion }: NewReview): Promise<void> {
    const cql = 'INSERT INTO reviews (product_id, created_at, author, rating, opinion) VALUES (?, ?, ?, ?, ?)';
    await this.client.execute(cql, [productId, new Date(), types.Uuid.fromString(author), rating, opinion], PREPARED);
  }

  async newestOf(productId: types.Uuid): Promise<readonly types.Row[]> {
    const cql = 'SELECT created_at, author, rating, opinion FROM reviews WHERE product_id = ? LIMIT 20';
    return (await this.client.execute(cql, [productId], PREPARED)).rows;
  }
}
