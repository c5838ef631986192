import { UnsafeChangesError } from '../../../lib/core/diff/errors.js';
import { diffSchema } from '../../../lib/core/diff/diff-schema.js';
import { explainImpossible } from '../../../lib/core/diff/impossible-steps.js';
import { isApplicable } from '../../../lib/core/diff/risk.js';
import type { ImpossibleChange } from '../../../lib/core/diff/change.js';
import { parseCqlType } from '../../../lib/core/model/parse-cql-type.js';
import type { SchemaModel, TableModel } from '../../../lib/core/model/schema-model.js';
import { NoStatementError } from '../../../lib/cli/generate/errors.js';
import { table } from '../../support/models.js';

const products = (price: string, more: Partial<TableModel> = {}): SchemaModel => {
  const { columns, ...rest } = table('products');
  const declared = { name: 'price', type: parseCqlType(price), static: false, declaredBy: 'Product.price' };
  return {
    keyspace: 'catalog',
    types: [],
    views: [],
    tables: [{ ...rest, columns: [...columns, declared], declaredBy: 'Product', ...more }],
  };
};

const impossible = (from: SchemaModel, to: SchemaModel) =>
  diffSchema(from, to).filter((change): change is ImpossibleChange => !isApplicable(change));

const RETYPED = impossible(products('double'), products('decimal'));

describe('the workaround for a change that has no statement', () => {
  it('goes through a second column, in five steps', () => {
    expect(new UnsafeChangesError(RETYPED).message).toBe(`1 difference that no ALTER can remove
  products.price   double in the database, decimal in Product.price
    Cassandra cannot change a column's type. Add a new column, copy, then drop the old one.
      1 keep price as double, add a property   @Column('decimal', { name: 'price_new' }) priceNew
      2 generate the migration that adds it; write both; deploy   coodie migrate generate "add price_new"
      3 generate the migration that copies the old values; deploy   coodie migrate generate --copy products.price=price_new "copy price"
      4 read priceNew; deploy
      5 remove price   coodie migrate generate "drop price"
Nothing was changed.`);
  });

  it('is the same in the refusal of a sync and in that of `migrate generate`', () => {
    const stepsIn = (error: Error) => error.message.split('\n').filter((line) => /^ +\d /.test(line));
    const refused = stepsIn(new UnsafeChangesError(RETYPED)).map((line) => line.trim());
    const generated = stepsIn(new NoStatementError(RETYPED.map(explainImpossible))).map((line) => line.trim());
    expect(refused).toHaveLength(5);
    expect(refused).toEqual(generated);
  });

  it('keeps a new column static where it is to be', () => {
    const other = { name: 'price', type: parseCqlType('double'), static: true, declaredBy: 'Product.price' };
    const { columns } = table('products');
    const [change] = impossible(products('double'), products('double', { columns: [...columns, other] }));
    expect(change && explainImpossible(change).steps[0]?.edit).toBe(
      "@Column('double', { name: 'price_new', static: true }) priceNew",
    );
  });

  it('goes through a second table where the key changes', () => {
    const [change, ...others] = impossible(products('double'), products('double', { partitionKey: ['id', 'price'] }));
    expect(others).toEqual([]);
    expect(change && explainImpossible(change).steps.map(({ step }) => step)).toEqual([
      'keep Product as it was, add an entity with the new key',
      'generate the migration that creates it; write both; deploy',
      'generate the migration that copies the rows; deploy',
      'read the new table; deploy',
      'remove Product',
    ]);
  });
});
