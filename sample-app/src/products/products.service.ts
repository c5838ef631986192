import { Injectable } from '@nestjs/common';
import { Client, types } from 'cassandra-driver';
import type { Dimensions } from './dimensions.type.js';
import { Slugs } from './slugs.js';

export interface NewProduct {
  readonly name: string;
  readonly brand: string;
  /** A decimal number as text: a JSON number would round it. */
  readonly price: string;
  readonly dimensions?: Dimensions;
}

const COLUMNS = 'id, name, brand, slug, price, dimensions';

@Injectable()
export class ProductsService {
  constructor(
    private readonly client: Client,
    private readonly slugs: Slugs,
  ) {}

  async add({ name, brand, price, dimensions }: NewProduct): Promise<types.Row | undefined> {
    const id = types.Uuid.random();
    const values = [id, name, brand, this.slugs.of(name), types.BigDecimal.fromString(price), dimensions];
    await this.client.execute(`INSERT INTO products (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)`, values, PREPARED);
    return this.find(id);
  }

  async find(id: types.Uuid): Promise<types.Row | undefined> {
    return (await this.client.execute(`SELECT ${COLUMNS} FROM products WHERE id = ?`, [id], PREPARED)).first();
  }

  async findBySlug(slug: string): Promise<types.Row | undefined> {
    return (await this.client.execute(`SELECT ${COLUMNS} FROM products WHERE slug = ?`, [slug], PREPARED)).first();
  }

  async listOfBrand(brand: string): Promise<readonly types.Row[]> {
    return (await this.client.execute(`SELECT ${COLUMNS} FROM products WHERE brand = ?`, [brand], PREPARED)).rows;
  }
}

// Absent dimensions are left out of the row instead of being written as a deletion.
const PREPARED = { prepare: true };
