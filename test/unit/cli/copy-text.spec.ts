import { transformSync } from '@swc/core';
import * as estree from 'prettier/plugins/estree';
import * as typescript from 'prettier/plugins/typescript';
import { format } from 'prettier/standalone';
import { renderCopies, type WrittenCopy } from '../../../lib/cli/generate/copy-text.js';
import { readCopy } from '../../../lib/core/draft/copy.js';
import { readReplayStatement } from '../../../lib/core/replay/replay-statement.js';
import { replayMigrations } from '../../../lib/core/replay/replay-migrations.js';
import { emptySchema } from '../../../lib/core/model/schema-kinds.js';

const schemaOf = (...statements: readonly string[]) =>
  replayMigrations([{ origin: 'a', statements: statements.map(readReplayStatement) }], 'ks').schemas.get('ks') ??
  emptySchema('ks');

const SCHEMA = schemaOf(
  'CREATE TABLE products (id uuid, at timestamp, price double, exact_price decimal, n int, big bigint, s text STATIC, z text, s2 text STATIC, PRIMARY KEY (id, at))',
  'CREATE TABLE "A table with a name that is long" ("a column whose name is long" text, "b ""column"" whose name is longer" int, "another column whose name is long" bigint, PRIMARY KEY ("a column whose name is long"))',
  'CREATE TABLE sessions (id text PRIMARY KEY, user_id uuid, at timestamp, n int, v frozen<list<int>>)',
  'CREATE TABLE by_user (user_id uuid, at timestamp, id text, n text, v list<int>, PRIMARY KEY (user_id, at))',
  'CREATE TABLE hits (id text PRIMARY KEY, c counter, d counter)',
);

const isWritten = (copy: ReturnType<typeof readCopy>): copy is WrittenCopy => copy.kind !== 'refused';
const written = (...texts: readonly string[]) => {
  const copies = texts.map((text) => readCopy(text, SCHEMA)).filter(isWritten);
  if (copies.length < texts.length) throw new Error('a copy is refused');
  return renderCopies({ title: 'copy_things', description: 'Copy things', copies });
};

const LONG = 'A table with a name that is long';

describe('a migration that copies', () => {
  it.each<readonly [string, readonly string[]]>([
    ['a column of a wider type', ['products.n=big']],
    ['a column of another type', ['products.price=exact_price']],
    ['a static column into a regular one', ['products.s=z']],
    ['a static column into another one', ['products.s=s2']],
    ['columns with long names', [`${LONG}.b "column" whose name is longer=another column whose name is long`]],
    ['a table', ['sessions=by_user']],
    ['several', ['products.n=big', 'products.price=exact_price', 'sessions=by_user']],
  ])('of %s is written as prettier would', async (_, texts) => {
    const text = written(...texts);
    expect(await format(text, { parser: 'typescript', plugins: [estree, typescript] })).toBe(text);
  });

  it('is taken by SWC as by TypeScript', () => {
    const { code } = transformSync(written('products.price=exact_price'), {
      jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    });
    expect(code).toContain('class CopyThings extends Migration');
  });

  it('writes where there is a value and the application has written none', () => {
    expect(written('products.price=exact_price'))
      .toBe(`import { Migration, type MigrationContext } from "nestjs-coodie";

export default class CopyThings extends Migration {
  override description = "Copy things";
  // No way back: the application may have written to the copies since.
  override reversible = false;

  override async upgrade(context: MigrationContext): Promise<void> {
    await context.backfill({
      table: "products",
      columns: ["price", "exact_price"],
      row: (row) => {
        // There is nothing to copy, or the application has written it.
        if (row["price"] === null || row["exact_price"] !== null)
          return undefined;
        return {
          cql: "UPDATE products SET exact_price = ? WHERE id = ? AND at = ?",
          params: [convert(row["price"]), row["id"], row["at"]],
        };
      },
    });
  }
}

// double → decimal
function convert(_value: unknown): unknown {
  throw new Error("say how double becomes decimal");
}
`);
  });

  it('writes a static column by its partition, and no row where there is none', () => {
    expect(written('products.s=s2')).toContain('"UPDATE products SET s2 = ? WHERE id = ?"');
    expect(written('products.s=z')).toContain('row["at"] === null');
  });

  it.each([
    ['products.price', 'is no copy'],
    ['product.price=exact_price', 'there is no table product; did you mean products?: generate the migration'],
    ['products.price=exact', 'there is no column products.exact; did you mean exact_price?'],
    ['products.price=price', 'cannot be copied into itself'],
    ['products.price=at', 'products.at is part of the primary key'],
    ['products.z=s', 'products.s is static'],
    ['hits.c=d', 'hits.c is a counter'],
    ['sessions=hits', 'hits has counters'],
    ['hits=hits', 'cannot be copied into itself'],
    ['sessions=nowhere', 'there is no table nowhere'],
    ['hits=sessions', 'hits has counters'],
    ['products=sessions_by', 'there is no table sessions_by; did you mean sessions?'],
    ['products=by_user', 'products has no column user_id, which is part of the primary key of by_user'],
  ])('is refused for %s', (text, problem) => {
    expect(readCopy(text, SCHEMA)).toMatchObject({ kind: 'refused', problem: expect.stringContaining(problem) });
  });
});
