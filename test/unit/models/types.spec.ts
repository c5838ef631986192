import type { types } from 'cassandra-driver';
import type { Model, Page, ReadModel, RowOf, WriteOutcome } from '../../../lib/models/index.js';
import type { Address, Product, ProductByBrand } from '../../integration/models/entities.js';

/** True where both types are one and the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

type Products = Model<Product>;
type Answer<M extends keyof Products> = Products[M] extends (...args: never[]) => infer R ? Awaited<R> : never;
type Argument<M extends 'insert' | 'find' | 'get' | 'update'> = Parameters<Products[M]>[0];

/** The compiler refuses a `true` of these where the types differ. */
const TYPES = {
  'a row that is read by its key, or none': true satisfies Same<Answer<'get'>, Product | undefined>,
  'rows that are found': true satisfies Same<Answer<'find'>, readonly Product[]>,
  'rows that are iterated over': true satisfies Same<ReturnType<Products['rows']>, AsyncIterable<Product>>,
  'a page, with a cursor of text': true satisfies Same<Answer<'page'>, Page<Product>>,
  'the cursor of a page': true satisfies Same<Page<Product>['cursor'], string | undefined>,
  'the outcome of a write': true satisfies Same<Answer<'insert'>, WriteOutcome<Product>>,
  'the row of a condition that did not hold': true satisfies Same<
    WriteOutcome<Product>['existing'],
    Product | undefined
  >,
  'a partition that is removed': true satisfies Same<Answer<'removeAll'>, void>,
  'a row that is written': true satisfies Same<Argument<'insert'>, RowOf<Product>>,
  'a property of it': true satisfies Same<RowOf<Product>['soldOn'], types.LocalDate | null | undefined>,
  'a vector, of numbers or of floats': true satisfies Same<
    Float32Array extends NonNullable<RowOf<Product>['unitVector']> ? true : false,
    true
  >,
  'a list of types, of no floats': true satisfies Same<
    Float32Array extends NonNullable<RowOf<Product>['homeAddresses']> ? true : false,
    false
  >,
  'a nested type': true satisfies Same<
    Address[] extends NonNullable<RowOf<Product>['homeAddresses']> ? true : false,
    true
  >,
  'inherited properties': true satisfies Same<'name' extends keyof RowOf<Product> ? true : false, true>,
  'a view, which is read-only': true satisfies Same<
    'insert' extends keyof ReadModel<ProductByBrand> ? true : false,
    false
  >,
  'a model in another keyspace': true satisfies Same<ReturnType<Products['in']>, Products>,
};

describe('a model is typed by its entity:', () => {
  it.each(Object.entries(TYPES))('%s', (_, isSame) => expect(isSame).toBe(true));
});
