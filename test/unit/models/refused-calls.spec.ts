import { types } from 'cassandra-driver';
import { InvalidModelCallError, q, type Model } from '../../../lib/models/index.js';
import { ConnectionModels } from '../../../lib/models/connection-models.js';
import type { ModelClient } from '../../../lib/models/table-reader.js';
import { ENTITIES, Product, Reading } from '../../integration/models/entities.js';

const id = types.Uuid.fromString('5b6962dd-3f90-4c93-8f61-eabfa4a803e2');
const createdAt = new Date(0);
const key = { id, createdAt };

/** A client that must not be asked to send anything. */
const unused = { execute: jest.fn(), batch: jest.fn(), connect: () => Promise.resolve() };
const models = new ConnectionModels({
  client: unused as unknown as ModelClient,
  entities: () => ENTITIES,
  scope: { keyspace: 'shop' },
});
const products: Model<Product> = models.model<Product>(Product);
const readings: Model<Reading> = models.model<Reading>(Reading);

/** The compiler refuses each of these calls, and where it cannot, the model does. */
const REFUSED: readonly (readonly [string, () => Promise<unknown>, string])[] = [
  [
    'an unknown property',
    // @ts-expect-error it is called name
    () => products.insert({ ...key, nmae: 'x' }),
    'Product.insert: there is no property nmae; did you mean name?',
  ],
  [
    'an unknown property of a nested type',
    // @ts-expect-error it is called zipCode
    () => products.insert({ ...key, homeAddresses: [{ street: 's', zipcod: 1 }] }),
    'Address: there is no property zipcod; did you mean zipCode?',
  ],
  [
    'an option that the mapper ignores',
    // @ts-expect-error a profile has it
    () => products.get(key, { consistency: 1 }),
    'there is no option consistency: define an execution profile',
  ],
  [
    'a time-out',
    // @ts-expect-error a profile has it
    () => products.find({ id }, { readTimeout: 5 }),
    'there is no option readTimeout: define an execution profile',
  ],
  [
    'a time to live as text',
    // @ts-expect-error a number of seconds
    () => products.insert(key, { ttl: '60' }),
    'ttl must be a whole number of seconds',
  ],
  [
    'an unknown field',
    // @ts-expect-error it is called brand
    () => products.find({ id }, { fields: ['brnad'] }),
    'there is no property brnad; did you mean brand?',
  ],
  [
    'an unknown order',
    // @ts-expect-error asc or desc
    () => products.find({ id }, { orderBy: { createdAt: 'down' } }),
    "orderBy takes 'asc', 'desc' or q.annOf(…) for createdAt, not down",
  ],
  [
    'conditions that exclude each other',
    // @ts-expect-error one of them
    () => products.update({ ...key, name: 'x' }, { ifExists: true, when: { brand: 'b' } }),
    'ifExists and when exclude each other',
  ],
  [
    'a condition on an unknown property',
    // @ts-expect-error it is called brand
    () => products.update({ ...key, name: 'x' }, { when: { brnad: 'b' } }),
    'there is no property brnad',
  ],
  [
    'an operator of another type',
    // @ts-expect-error tagSet has no numbers, and the server is not asked for a column that does not exist
    () => products.find({ tagSet: q.contains(1), nothing: 1 }),
    'there is no property nothing',
  ],
  [
    'a size that is missing',
    // @ts-expect-error a page has a size
    () => readings.page({ sensorId: 1 }, {}),
    'size is missing',
  ],
  ['a size of nothing', () => readings.page({ sensorId: 1 }, { size: 0 }), 'size must be a whole number from 1'],
  ['half a key', () => products.get({ id }), 'Product.get: createdAt is part of the key and has no value'],
  ['more than a key', () => products.get({ ...key, name: 'x' }), 'name is not part of the key: use find'],
  ['a row without its key', () => products.insert({ name: 'x' }), 'id is part of the key and has no value'],
  ['an update of nothing', () => products.update(key), 'Product.update: there is nothing to set'],
  ['removing half a key', () => products.remove({ id }), 'createdAt is part of the key and has no value'],
  ['removing all of no partition', () => products.removeAll({}), 'id is part of the key and has no value'],
  ['removing by a column', () => products.removeAll({ id, name: 'x' }), 'name is not part of the key'],
  ['an empty condition', () => products.update({ ...key, name: 'x' }, { when: {} }), 'when names no column'],
  [
    'a filter whose variable is not set',
    () => products.find({ brand: undefined as unknown as string }),
    'brand is undefined: no row can be found by that',
  ],
];

describe('a model refuses, before anything is sent,', () => {
  it.each(REFUSED)('%s', async (_, call, message) => {
    const refused = await call().then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(refused).toBeInstanceOf(InvalidModelCallError);
    expect((refused as Error).message).toContain(message);
    expect(unused.execute).not.toHaveBeenCalled();
    expect(unused.batch).not.toHaveBeenCalled();
  });

  it('every problem of a call at once', async () => {
    const call = products.insert({ name: 'x', foo: 1 } as never, { ttl: 5 });
    await expect(call).rejects.toMatchObject({
      call: 'Product.insert',
      problems: [
        'there is no property foo',
        'id is part of the key and has no value',
        'createdAt is part of the key and has no value',
      ],
    });
  });
});
