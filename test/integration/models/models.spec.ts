import { Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Client, mapping, types } from 'cassandra-driver';
import { CoodieModule, SchemaService } from '../../../lib/index.js';
import {
  CoodieModelsModule,
  getMapperToken,
  getModelToken,
  InjectMapper,
  InjectModel,
  InvalidCursorError,
  InvalidModelCallError,
  q,
  TooManyRowsError,
  type Model,
  type ReadModel,
} from '../../../lib/models/index.js';
import { clientOptions, createKeyspace, dropKeyspace, useKeyspace } from '../../support/cassandra.js';
import {
  Address,
  ENTITIES,
  Geo,
  orderItemIn,
  otherProduct,
  PageView,
  Product,
  ProductByBrand,
  Reading,
} from './entities.js';
import { describeOn } from '../../support/server-version.js';

const now = new Date('2026-11-25T12:00:00.000Z');
const ROWS = 20_001;

describeOn({ since: '5.0' }, 'models', () => {
  const keyspace = useKeyspace('models');
  const quoted = `Models_${Date.now().toString(36)}`;
  const OrderItem = orderItemIn(quoted);
  const OtherProduct = otherProduct();
  const made: { app?: Awaited<ReturnType<typeof start>> } = {};

  async function start() {
    @Injectable()
    class Shop {
      constructor(
        @InjectModel(Product) readonly products: Model<Product>,
        @InjectModel(ProductByBrand) readonly byBrand: ReadModel<ProductByBrand>,
        @InjectMapper() readonly mapper: mapping.Mapper,
        @InjectModel(Reading, 'second') readonly others: Model<Reading>,
      ) {}
    }
    const client = {
      ...clientOptions(),
      profiles: [{ name: 'careful', consistency: types.consistencies.all } as never],
    };
    @Module({
      imports: [
        CoodieModule.forRoot({ client, keyspace: keyspace.name }),
        CoodieModule.forRoot({ name: 'second', client, keyspace: made2.name }),
        CoodieModelsModule.forFeature(ENTITIES),
        CoodieModelsModule.forFeature([OrderItem, OtherProduct]),
        CoodieModelsModule.forFeature([Reading], 'second'),
      ],
      providers: [Shop],
    })
    class AppModule {}
    const app = await NestFactory.createApplicationContext(AppModule, { abortOnError: false, logger: false });
    const { products, byBrand, mapper, others } = app.get(Shop);
    const shop = {
      products,
      byBrand,
      mapper,
      others,
      views: app.get<Model<PageView>>(getModelToken(PageView)),
      readings: app.get<Model<Reading>>(getModelToken(Reading)),
      items: app.get<Model<InstanceType<typeof OrderItem>>>(getModelToken(OrderItem)),
    };
    return { app, shop, client: app.get(Client) };
  }

  const made2 = { name: '' };
  beforeAll(async () => {
    made2.name = await createKeyspace('models_second');
    await keyspace.client.execute(
      `CREATE KEYSPACE "${quoted}" WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}`,
    );
    made.app = await start();
  });
  afterAll(async () => {
    await made.app?.app.close();
    await dropKeyspace(`"${quoted}"`);
    await dropKeyspace(made2.name);
  });

  const shop = () => made.app!.shop;
  const products = () => shop().products;
  const newKey = () => ({ id: types.Uuid.random(), createdAt: now });
  const one = async (cql: string, params: unknown[]) =>
    (await keyspace.client.execute(cql, params, { prepare: true })).first();

  describe('a row', () => {
    it('comes back as it was written, as an instance, with nested types, vectors and tuples', async () => {
      const key = newKey();
      const home = { street: 's', zipCode: 7, geoPos: { latDeg: 1, lonDeg: 2 } };
      const row = {
        ...key,
        name: 'Torch',
        brand: 'Feu',
        vendorName: 'V',
        homeAddresses: [home],
        byLabel: { home: { street: 'x', zipCode: 1 } },
        tagSet: ['a', 'b'],
        scoreList: [1, 2],
        unitVector: [1, 2, 3],
        soldOn: types.LocalDate.fromString('2026-11-25'),
        bigNumber: types.Long.fromString('9007199254740993'),
        netPrice: types.BigDecimal.fromString('1.50'),
        pair: new types.Tuple(1, { street: 't', zipCode: 3 }),
      };
      expect(await products().insert(row)).toEqual({ applied: true });
      const found = await products().get(key);
      expect(found).toBeInstanceOf(Product);
      expect(found?.label).toBe('Torch of Feu');
      const { pair, ...rest } = row;
      expect(found).toMatchObject({ ...rest, byLabel: { home: { street: 'x', zipCode: 1 } } });
      expect(found?.pair?.elements).toMatchObject([1, { street: 't', zipCode: 3 }]);
      expect(pair.get(1)).toEqual({ street: 't', zipCode: 3 });
      expect(found?.homeAddresses?.[0]).toBeInstanceOf(Address);
      expect(found?.homeAddresses?.[0]?.geoPos).toBeInstanceOf(Geo);
      expect(Array.isArray(found?.unitVector)).toBe(true);
      expect(
        (await one('SELECT home_addresses FROM products WHERE id = ?', [key.id]))['home_addresses'][0].zip_code,
      ).toBe(7);
    });

    it('that is not there is undefined', async () => expect(await products().get(newKey())).toBeUndefined());

    it('has a vector from a Float32Array, keeps what is undefined and loses what is null', async () => {
      const key = newKey();
      await products().insert({ ...key, name: 'n', brand: 'b', unitVector: new Float32Array([4, 5, 6]) });
      await products().insert({ ...key, name: undefined, brand: 'B2' });
      expect(await products().get(key)).toMatchObject({ name: 'n', brand: 'B2', unitVector: [4, 5, 6] });
      await products().insert({ ...key, name: null });
      expect((await products().get(key))?.name).toBeUndefined();
    });

    it('has only the fields that were asked for, and no default of the class in place of the rest', async () => {
      const key = newKey();
      await products().insert({ ...key, name: 'n', brand: 'b' });
      const [found] = await products().find({ id: key.id }, { fields: ['id', 'name'] });
      expect(Object.keys(found ?? {})).toEqual(['id', 'name']);
      expect(found?.brand).toBeUndefined();
      expect(await products().get(key, { fields: ['brand'] })).toEqual({ brand: 'b' });
    });

    it('may have only static columns, one of several', async () => {
      const id = types.Uuid.random();
      await products().insert({ id, vendorName: 'W' });
      await products().update({ id, vendorCountry: 'FR' });
      expect(await products().find({ id })).toMatchObject([{ vendorName: 'W', vendorCountry: 'FR' }]);
    });

    it('is removed with the help of its key alone', async () => {
      const key = newKey();
      await products().insert({ ...key, name: 'n' });
      expect(await products().remove({ ...key, name: 'whatever' })).toEqual({ applied: true });
      expect(await products().get(key)).toBeUndefined();
    });

    it('takes new elements, and loses some, without being read', async () => {
      const key = newKey();
      await products().insert({
        ...key,
        tagSet: ['a'],
        scoreList: [1],
        byLabel: { home: { street: 'x', zipCode: 1 } },
      });
      await products().update({
        ...key,
        scoreList: q.append([9]),
        tagSet: q.append(['z']),
        byLabel: q.append({ work: { street: 'w', zipCode: 2 } }),
      });
      await products().update({ ...key, scoreList: q.prepend([0]), tagSet: q.remove(['a']) });
      expect(await products().get(key)).toMatchObject({
        scoreList: [0, 1, 9],
        tagSet: ['z'],
        byLabel: { home: { zipCode: 1 }, work: { street: 'w', zipCode: 2 } },
      });
      await products().update({ ...key, byLabel: q.remove(['home']) });
      expect(Object.keys((await products().get(key))?.byLabel ?? {})).toEqual(['work']);
    });

    it('counts', async () => {
      const key = { siteName: 's', dayNo: 1 };
      await shop().views.update({ ...key, viewCount: q.incr(2) });
      await shop().views.update({ ...key, viewCount: q.incr(types.Long.fromNumber(3)) });
      await shop().views.update({ ...key, viewCount: q.decr(1) });
      expect(String((await shop().views.get(key))?.viewCount)).toBe('4');
    });
  });

  describe('a lightweight transaction', () => {
    it('that is not applied returns the row in the words of the entity', async () => {
      const key = newKey();
      const values = { brand: 'b', homeAddresses: [{ street: 's', zipCode: 7 }], unitVector: [1, 2, 3] };
      expect(await products().insert({ ...key, ...values }, { ifNotExists: true })).toEqual({ applied: true });
      const { applied, existing } = await products().insert({ ...key, name: 'x' }, { ifNotExists: true });
      expect(applied).toBe(false);
      expect(existing).toBeInstanceOf(Product);
      expect(existing).toMatchObject({ ...key, ...values });
      expect(Array.isArray(existing?.unitVector)).toBe(true);
    });

    it('applies where its conditions hold', async () => {
      const key = newKey();
      await products().insert({ ...key, brand: 'B2' });
      const update = { ...key, name: 'y' };
      expect(await products().update(update, { when: { brand: 'nope' } })).toEqual({
        applied: false,
        existing: { brand: 'B2' },
      });
      expect((await products().get(key))?.name).toBeUndefined();
      expect((await products().update(update, { when: { brand: q.in_(['B2', 'x']) } })).applied).toBe(true);
      expect((await products().update(update, { when: { brand: q.notEq('zz') } })).applied).toBe(true);
      expect((await products().update(update, { when: { vendorName: null } })).applied).toBe(true);
      expect((await products().update({ ...newKey(), name: 'y' }, { ifExists: true })).applied).toBe(false);
      expect((await products().remove(key, { when: { brand: 'nope' } })).applied).toBe(false);
      expect((await products().remove(key, { ifExists: true })).applied).toBe(true);
    });

    it('is not taken for a write of the same properties without a condition, nor vice versa', async () => {
      const [first, second] = [newKey(), newKey()];
      await products().insert({ ...second, name: 'before', brand: 'other' });
      await products().update({ ...first, name: 'n', brand: 'b' });
      const conditional = { ...second, name: 'after' };
      expect((await products().update(conditional, { when: { brand: 'b' } })).applied).toBe(false);
      expect(await products().get(second)).toMatchObject({ name: 'before', brand: 'other' });
      await products().remove({ ...first, brand: 'b' });
      expect((await products().remove(second, { when: { brand: 'b' } })).applied).toBe(false);
      expect(await products().get(second)).toMatchObject({ name: 'before' });
    });
  });

  it('writes with a time to live and a time stamp', async () => {
    const key = newKey();
    const ttl = async () =>
      (await one('SELECT ttl(name) AS ttl FROM products WHERE id = ? AND created_at = ?', [key.id, now]))['ttl'];
    await products().insert({ ...key, name: 'ttl' }, { ttl: 1_000 });
    expect(await ttl()).toBeGreaterThan(900);
    await products().insert({ ...key, name: 'ttl' }, { ttl: 0 });
    expect(await ttl()).toBeNull();
    await products().update({ ...key, name: 'ttl' }, { ttl: 500 });
    expect(await ttl()).toBeLessThanOrEqual(500);
    await products().update({ ...key, name: 'old' }, { timestamp: types.Long.fromNumber(1_000) });
    expect((await products().get(key))?.name).toBe('ttl');
    await products().remove(key, { timestamp: 1_000 });
    expect((await products().get(key))?.name).toBe('ttl');
  });

  it('sends with the execution profile that is named, and with no other', async () => {
    const { client } = made.app!;
    const execute = jest.spyOn(client, 'execute');
    const key = newKey();
    await products().insert({ ...key, name: 'n' }, { profile: 'careful' });
    await products().get(key, { profile: 'careful' });
    await products().find({ id: key.id }, { profile: 'careful' });
    await products().removeAll({ id: key.id }, { profile: 'careful' });
    await products().get(key);
    const calls = execute.mock.calls as unknown as readonly [string, unknown, { executionProfile?: string }][];
    const profiles = calls.map(([, , options]) => options.executionProfile);
    execute.mockRestore();
    expect(profiles).toEqual(['careful', 'careful', 'careful', 'careful', undefined]);
    await expect(products().get(key, { profile: 'unknown' })).rejects.toThrow(/unknown/);
  });

  describe('finds', () => {
    const id = types.Uuid.random();
    const times = [1, 2, 3].map((day) => new Date(`2026-01-0${day}T00:00:00.000Z`));
    beforeAll(async () => {
      for (const [index, createdAt] of times.entries()) {
        const unitVector = [index, 0, 0];
        await products().insert({
          id,
          createdAt,
          name: `n${index}`,
          brand: 'found',
          tagSet: [`tag${index}`],
          unitVector,
        });
      }
    });
    const namesOf = (rows: readonly { name?: string | null }[]) => rows.map(({ name }) => name);

    it.each([
      ['a partition', { id }, {}, ['n2', 'n1', 'n0']],
      ['in another order', { id }, { orderBy: { createdAt: 'asc' } }, ['n0', 'n1', 'n2']],
      ['a number of rows', { id }, { orderBy: { createdAt: 'asc' }, limit: 1 }, ['n0']],
      ['several partitions', { id: q.in_([id, types.Uuid.random()]) }, {}, ['n2', 'n1', 'n0']],
      ['a range', { id, createdAt: q.and(q.gt(times[0]!), q.lte(times[1]!)) }, {}, ['n1']],
      ['from one on', { id, createdAt: q.gte(times[1]!) }, {}, ['n2', 'n1']],
      ['up to one', { id, createdAt: q.lt(times[1]!) }, {}, ['n0']],
      ['by an index', { brand: 'found' }, {}, ['n2', 'n1', 'n0']],
      ['by an index of a collection', { tagSet: q.contains('tag1') }, {}, ['n1']],
      ['by filtering', { id, name: 'n1' }, { allowFiltering: true }, ['n1']],
      ['the nearest', {}, { orderBy: { unitVector: q.annOf([2, 0, 0]) }, limit: 1 }, ['n2']],
    ] as const)('%s', async (_, where, options, names) => {
      expect(namesOf(await products().find(where, options))).toEqual(names);
    });

    it('through a view, which knows its columns by other names and takes no writes', async () => {
      const found = await shop().byBrand.find({ brand: 'found' }, { fields: ['title', 'createdAt'] });
      expect(found.map(({ title }) => title).toSorted()).toEqual(['n0', 'n1', 'n2']);
      expect(found[0]).toBeInstanceOf(ProductByBrand);
      expect(found[0]?.createdAt).toBeInstanceOf(Date);
      const writable = shop().byBrand as Model<ProductByBrand>;
      await expect(writable.insert({ brand: 'x' })).rejects.toThrow(
        'a materialized view is read-only: write to Product',
      );
    });

    it('what the mapper itself can find, by the view of its own accord', async () => {
      const result = await products().mapper.find({ brand: 'found' }, { fields: ['id', 'brand'] });
      expect(result.toArray()).toHaveLength(3);
    });

    it('by a statement of one’s own, whose rows become instances', async () => {
      const cql = 'SELECT id, created_at, brand FROM products WHERE id = ? LIMIT 1';
      const query = products().mapper.mapWithQuery(cql, (row: { id: types.Uuid }) => [row.id]);
      const found = (await query({ id })).first();
      expect(found).toBeInstanceOf(Product);
      expect(found).toEqual({ id, createdAt: times[2], brand: 'found' });
    });

    it('removes a range and a partition', async () => {
      await products().removeAll({ id, createdAt: q.lt(times[1]!) });
      expect(namesOf(await products().find({ id }))).toEqual(['n2', 'n1']);
      await products().removeAll({ id });
      expect(await products().find({ id })).toEqual([]);
    });
  });

  it('reads and writes quoted names in another keyspace with a quoted name', async () => {
    const key = { orderId: types.Uuid.random(), position: 1 };
    const shipTo = { street: 's', zipCode: 5 };
    await shop().items.insert({ ...key, noteText: 'n', shipTo });
    await shop().items.update({ ...key, noteText: 'm' });
    expect(await shop().items.get(key)).toMatchObject({ ...key, noteText: 'm', shipTo });
    expect((await shop().items.insert({ ...key, noteText: 'z' }, { ifNotExists: true })).existing).toMatchObject({
      shipTo,
    });
    expect(await shop().items.find({ orderId: key.orderId })).toHaveLength(1);
    await shop().items.remove(key);
    await shop().items.removeAll({ orderId: key.orderId });
    expect(await shop().items.find({ orderId: key.orderId })).toEqual([]);
  });

  it('fails the start, with the names, where its connection is not there', async () => {
    @Module({ imports: [CoodieModelsModule.forFeature([OtherProduct], 'absent')] })
    class Lonely {}
    const starting = NestFactory.createApplicationContext(Lonely, { abortOnError: false, logger: false });
    await expect(starting).rejects.toThrow('Product');
    await expect(starting).rejects.toThrow('no CoodieModule.forRoot');
  });

  it('keeps classes of one name, and connections, apart', async () => {
    const other = made.app!.app.get<Model<{ id: number; title: string }>>(getModelToken(OtherProduct));
    await other.insert({ id: 1, title: 't' });
    expect(await other.get({ id: 1 })).toEqual({ id: 1, title: 't' });
    await shop().others.insert({ sensorId: 99, takenNo: 1, measuredValue: 5 });
    expect(await shop().others.get({ sensorId: 99, takenNo: 1 })).toMatchObject({ measuredValue: 5 });
    expect(await shop().readings.get({ sensorId: 99, takenNo: 1 })).toBeUndefined();
    expect(made.app!.app.get(getMapperToken('second'))).not.toBe(shop().mapper);
  });

  it('sends writes of several models as one batch', async () => {
    const key = newKey();
    const reading = { sensorId: 7, takenNo: 1 };
    const batch = jest.spyOn(made.app!.client, 'batch');
    await shop().mapper.batch([
      shop().readings.batching.insert({ ...reading, measuredValue: 3 }, { ttl: 100 }),
      products().batching.update({ ...key, name: 'batched', homeAddresses: [{ street: 's', zipCode: 7 }] }),
      products().batching.remove(newKey()),
    ]);
    expect(batch.mock.calls.map(([queries]) => queries.length)).toEqual([3]);
    batch.mockRestore();
    expect(await shop().readings.get(reading)).toMatchObject({ measuredValue: 3 });
    expect(await products().get(key)).toMatchObject({ name: 'batched', homeAddresses: [{ zipCode: 7 }] });
    const ignored = { consistency: types.consistencies.all } as never;
    await expect(shop().mapper.batch([products().batching.remove(key)], ignored)).rejects.toThrow(
      InvalidModelCallError,
    );
    expect(() => products().batching.insert({ ...key, nmae: 'x' } as never)).toThrow('did you mean name?');
  });

  it('does not see columns that are added while it runs, and writes those of the entity', async () => {
    const columns = Object.keys((await readOne()) ?? {});
    await keyspace.client.execute('ALTER TABLE reading ADD extra text');
    expect(Object.keys((await readOne()) ?? {})).toEqual(columns);
    expect((await made.app!.app.get(SchemaService).plan()).drift.length).toBeGreaterThan(0);

    async function readOne() {
      await shop().readings.insert({ sensorId: 8, takenNo: 1, measuredValue: 1 });
      return shop().readings.get({ sensorId: 8, takenNo: 1 });
    }
  });

  it('fails where the table lacks a column, and does not leave out its value', async () => {
    await keyspace.client.execute(`ALTER TABLE ${made2.name}.reading DROP measured_value`);
    const row = { sensorId: 98, takenNo: 1, measuredValue: 5 };
    await expect(shop().others.update(row)).rejects.toThrow(/measured_value/);
  });

  describe(`of ${ROWS} rows`, () => {
    const sensorId = 1;
    beforeAll(async () => {
      const insert = 'INSERT INTO reading (sensor_id, taken_no, measured_value) VALUES (?, ?, ?)';
      for (let from = 0; from < ROWS; from += 500) {
        const queries = Array.from({ length: Math.min(500, ROWS - from) }, (_, index) => ({
          query: insert,
          params: [sensorId, from + index, index],
        }));
        await keyspace.client.batch(queries, { prepare: true, logged: false });
      }
    });

    it('iterates over all, over as many as it is told, and stops where the reader stops', async () => {
      const seen = new Set<number>();
      for await (const { takenNo } of shop().readings.rows({ sensorId })) seen.add(takenNo);
      expect(seen.size).toBe(ROWS);
      expect(await shop().readings.find({ sensorId }, { limit: 12_000 })).toHaveLength(12_000);
      const execute = jest.spyOn(made.app!.client, 'execute');
      for await (const row of shop().readings.rows({ sensorId }, { fetchSize: 10 })) if (row.takenNo === 15) break;
      expect(execute).toHaveBeenCalledTimes(2);
      execute.mockRestore();
    });

    it('refuses to hold them all without a limit', async () => {
      await expect(shop().readings.find({ sensorId })).rejects.toThrow(TooManyRowsError);
    });

    it('reads page by page, with a cursor that fits no other query', async () => {
      const { readings } = shop();
      const sizes: number[] = [];
      let cursor: string | undefined;
      do {
        const page = await readings.page(
          { sensorId },
          cursor === undefined ? { size: 8_000 } : { size: 8_000, cursor },
        );
        sizes.push(page.items.length);
        cursor = page.cursor;
      } while (cursor !== undefined);
      expect(sizes).toEqual([8_000, 8_000, 4_001]);
      const first = await readings.page({ sensorId }, { size: 10 });
      const next = await readings.page({ sensorId }, { size: 2, cursor: first.cursor });
      expect(next.items.map(({ takenNo }) => takenNo)).toEqual([10, 11]);
      const foreign = [
        readings.page({ sensorId: 2 }, { size: 10, cursor: first.cursor }),
        readings.page({ sensorId }, { size: 10, cursor: first.cursor, fields: ['takenNo'] }),
        readings.page({ sensorId }, { size: 10, cursor: 'nonsense' }),
        readings.page({ sensorId }, { size: 10, cursor: `${first.cursor}AAAA` }),
        readings.page({ sensorId }, { size: 10, cursor: '' }),
      ];
      for (const outcome of await Promise.allSettled(foreign)) {
        expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'COODIE_INVALID_CURSOR' } });
        expect((outcome as PromiseRejectedResult).reason).toBeInstanceOf(InvalidCursorError);
      }
    });
  });
});
