import { renderCopies, type WrittenCopy } from '../../../lib/cli/generate/copy-text.js';
import { renderClass } from '../../../lib/cli/generate/migration-text.js';
import { readCopy } from '../../../lib/core/draft/copy.js';
import { emptySchema } from '../../../lib/core/model/schema-kinds.js';
import { replayMigrations } from '../../../lib/core/replay/replay-migrations.js';
import { readReplayStatement } from '../../../lib/core/replay/replay-statement.js';

const STATEMENTS = [
  'CREATE TABLE products (id uuid PRIMARY KEY, price double, exact_price decimal, stock int, stock_new bigint)',
  'CREATE TABLE by_stock (stock int, id uuid, price decimal, PRIMARY KEY (stock, id))',
];

const SCHEMA =
  replayMigrations([{ origin: 'a', statements: STATEMENTS.map(readReplayStatement) }], 'ks').schemas.get('ks') ??
  emptySchema('ks');

const isWritten = (copy: ReturnType<typeof readCopy>): copy is WrittenCopy => copy.kind !== 'refused';

/** Migrations as `migrate generate` writes them where the project has no prettier. No application runs them. */
export const GENERATED_SOURCES: Readonly<Record<string, string>> = {
  'src/generated/both-ways.ts': renderClass({
    title: 'rate_products',
    description: 'Rate products',
    notes: [],
    allowDestructive: true,
    upgrade: ['ALTER TABLE products ADD rating int', 'CREATE INDEX products_rating_idx ON products (rating)'],
    downgrade: ['DROP INDEX products_rating_idx', 'ALTER TABLE products DROP rating'],
    obstacles: [],
    remarks: ['the data of products.rating is not brought back'],
  }),
  'src/generated/one-way.ts': renderClass({
    title: 'add_zip',
    description: "It's one way",
    notes: ['products.price double → decimal has no statement and is left out.'],
    allowDestructive: false,
    upgrade: ['ALTER TYPE address ADD zip text'],
    downgrade: [],
    obstacles: ['a field cannot be dropped'],
    remarks: [],
  }),
  'src/generated/copies.ts': renderCopies({
    title: 'copy_products',
    description: 'Copy products',
    copies: ['products.price=exact_price', 'products.stock=stock_new', 'products=by_stock']
      .map((text) => readCopy(text, SCHEMA))
      .filter(isWritten),
  }),
};
