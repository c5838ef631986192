export const CREATE_REVIEWS = `-- description: the reviews
-- upgrade
CREATE TABLE reviews (id uuid PRIMARY KEY, author text);
-- downgrade
DROP TABLE reviews;
`;

export const ADD_RATING = `import { Migration, type MigrationContext } from 'nestjs-coodie';

export default class AddRating extends Migration {
  override description = 'Add rating';
  async upgrade(context: MigrationContext): Promise<void> {
    await context.execute('ALTER TABLE reviews ADD rating int');
  }
  override async downgrade(context: MigrationContext): Promise<void> {
    await context.execute('ALTER TABLE reviews DROP rating');
  }
}
`;

export const PRODUCT = `import { Column, Entity, Indexed, PartitionKey } from 'nestjs-coodie';

@Entity({ name: 'products' })
export class Product {
  @PartitionKey('uuid') id!: string;
  @Column('text') @Indexed() brand!: string;
}
`;

/** Waits for a word on a channel that the test holds: a file that appears. */
export const SLOW = `import { Migration, type MigrationContext } from 'nestjs-coodie';
import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

export default class Slow extends Migration {
  async upgrade(context: MigrationContext): Promise<void> {
    await context.execute('CREATE TABLE first (id int PRIMARY KEY)');
    context.logger.log('waiting');
    while (!existsSync('go-on')) await delay(50);
    await context.execute('CREATE TABLE second (id int PRIMARY KEY)');
  }
}
`;
