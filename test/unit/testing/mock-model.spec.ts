import { Injectable } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { types } from 'cassandra-driver';
import { ClusteringKey, Column, Entity, PartitionKey, UserType } from '../../../lib/index.js';
import { getModelToken, InjectModel, type Model } from '../../../lib/models/index.js';
import { provideMockModel } from '../../../lib/testing/index.js';

@Entity({ name: 'products' })
class Product {
  @PartitionKey({ name: 'shopName' }) shop!: string;
  @ClusteringKey('uuid') id!: types.Uuid;
  @Column('text') brand?: string;

  get label(): string {
    return `${this.shop}: ${this.brand}`;
  }
}

@Injectable()
class Shop {
  constructor(@InjectModel(Product) readonly products: Model<Product>) {}
}

const [one, two] = [types.Uuid.random(), types.Uuid.random()];

async function products(): Promise<Model<Product>> {
  const module = await Test.createTestingModule({ providers: [Shop, provideMockModel(Product)] }).compile();
  return module.get(Shop).products;
}

describe('a mock model', () => {
  it('stores rows by their key and returns instances of the entity', async () => {
    const model = await products();
    expect(await model.insert({ shop: 'a', id: one, brand: 'Acme' })).toEqual({ applied: true });
    await model.insert({ shop: 'a', id: two, brand: 'Acme' });
    await model.insert({ shop: 'b', id: one });
    const found = await model.get({ shop: 'a', id: types.Uuid.fromString(one.toString()) });
    expect(found?.label).toBe('a: Acme');
    expect(await model.find({ shop: 'a' })).toHaveLength(2);
    expect(await model.get({ shop: 'c', id: one })).toBeUndefined();
    await expect(model.get({ shop: 'a' })).rejects.toThrow('Product: the key needs id.');
  });

  it('merges updates, deletes by null and tells the outcome of conditions', async () => {
    const model = await products();
    await model.insert({ shop: 'a', id: one, brand: 'Acme' });
    expect(await model.insert({ shop: 'a', id: one, brand: 'Other' }, { ifNotExists: true })).toMatchObject({
      applied: false,
      existing: { brand: 'Acme' },
    });
    expect(await model.update({ shop: 'a', id: one, brand: 'B' }, { when: { brand: 'C' } })).toMatchObject({
      applied: false,
    });
    expect(await model.update({ shop: 'a', id: one, brand: undefined })).toEqual({ applied: true });
    expect((await model.get({ shop: 'a', id: one }))?.brand).toBe('Acme');
    await model.update({ shop: 'a', id: one, brand: null });
    expect((await model.get({ shop: 'a', id: one }))?.brand).toBeUndefined();
    expect(await model.remove({ shop: 'z', id: one }, { ifExists: true })).toEqual({ applied: false });
  });

  it('pages, iterates and removes partitions', async () => {
    const model = await products();
    await model.insert({ shop: 'a', id: one });
    await model.insert({ shop: 'a', id: two });
    const first = await model.page({ shop: 'a' }, { size: 1 });
    const second = await model.page({ shop: 'a' }, { size: 1, cursor: first.cursor });
    expect([first.items, second.items].flat().map(({ id }) => String(id))).toEqual([String(one), String(two)]);
    expect(second.cursor).toBeUndefined();
    const seen: string[] = [];
    for await (const { id } of model.rows()) seen.push(String(id));
    expect(seen).toHaveLength(2);
    await model.removeAll({ shop: 'a' });
    expect(await model.find({ shop: 'a' })).toEqual([]);
  });

  it('has rows of their own for each keyspace', async () => {
    const model = await products();
    await model.in('acme').insert({ shop: 'a', id: one });
    expect(await model.in('acme').find({})).toHaveLength(1);
    expect([await model.find({}), await model.in('globex').find({})]).toEqual([[], []]);
  });

  it('makes way for any other under the token of the model', async () => {
    const get = jest.fn(() => Promise.resolve(undefined));
    const builder = Test.createTestingModule({ providers: [Shop, provideMockModel(Product)] });
    const module = await builder.overrideProvider(getModelToken(Product)).useValue({ get }).compile();
    expect(await module.get(Shop).products.get({ shop: 'a', id: one })).toBeUndefined();
    expect(get).toHaveBeenCalledWith({ shop: 'a', id: one });
  });

  it('needs a table', () => {
    @UserType()
    class Address {}
    expect(() => provideMockModel(Address)).toThrow('Address');
  });
});
