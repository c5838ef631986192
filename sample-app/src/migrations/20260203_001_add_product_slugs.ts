import { Injectable } from '@nestjs/common';
import { Migration, type MigrationContext } from 'nestjs-coodie';
import { Slugs } from '../products/slugs.js';

/** Makes the slugs of old products with the code that makes those of new ones. */
@Injectable()
export default class AddProductSlugs extends Migration {
  override description = 'Give every product a slug';

  constructor(private readonly slugs: Slugs) {
    super();
  }

  override async upgrade(context: MigrationContext): Promise<void> {
    await context.execute('ALTER TABLE products ADD IF NOT EXISTS slug text');
    await context.backfill({
      table: 'products',
      columns: ['name', 'slug'],
      row: ({ id, name, slug }) =>
        slug === null
          ? { cql: 'UPDATE products SET slug = ? WHERE id = ?', params: [this.slugs.of(String(name)), id] }
          : undefined,
    });
  }

  /** A column cannot be dropped before the index that sync has made on it. */
  override async downgrade(context: MigrationContext): Promise<void> {
    await context.execute('DROP INDEX IF EXISTS products_slug_idx');
    await context.execute('ALTER TABLE products DROP IF EXISTS slug');
  }
}
