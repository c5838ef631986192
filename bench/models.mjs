// What a model costs above the bare prepared statement: inserts and reads by key, many at once, by the clock and by the time of
// the processor.
import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Client } from 'cassandra-driver';
import { Column, CoodieModule, Entity, PartitionKey } from '../dist/index.js';
import { CoodieModelsModule, getModelToken } from '../dist/models/index.js';
import { inFreshKeyspace, inParallel, inRounds, spent, withClient } from './measure.mjs';

const ROWS = 20_000;
const AT_ONCE = 64;
const ROUNDS = 5;

class Person {}
PartitionKey('int')(Person.prototype, 'id');
Column('text')(Person.prototype, 'firstName');
Column('int')(Person.prototype, 'age');
Column('timestamp')(Person.prototype, 'seenAt');
Entity({ name: 'person' })(Person);

/** Rows of inserts and of reads. */
export function models(options) {
  return withClient(options, (client) =>
    inFreshKeyspace(client, 1, async (keyspace) => {
      class AppModule {}
      Module({
        imports: [CoodieModule.forRoot({ client: options, keyspace }), CoodieModelsModule.forFeature([Person])],
      })(AppModule);
      const app = await NestFactory.createApplicationContext(AppModule, { logger: false, abortOnError: false });
      try {
        return await compared(app.get(getModelToken(Person)), app.get(Client), keyspace);
      } finally {
        await app.close();
      }
    }),
  );
}

async function compared(people, client, keyspace) {
  const seenAt = new Date();
  const table = `${keyspace}.person`;
  const insert = `INSERT INTO ${table} (id, first_name, age, seen_at) VALUES (?, ?, ?, ?)`;
  const select = `SELECT id, first_name, age, seen_at FROM ${table} WHERE id = ?`;
  const prepared = { prepare: true, isIdempotent: true };
  const readBare = async (id) => {
    const row = (await client.execute(select, [id], prepared)).first();
    return { id: row['id'], firstName: row['first_name'], age: row['age'], seenAt: row['seen_at'] };
  };
  return [
    ...(await timesOf('inserts', {
      coodie: (id) => people.insert({ id, firstName: `name ${id}`, age: id % 90, seenAt }),
      bare: (id) => client.execute(insert, [id, `name ${id}`, id % 90, seenAt], prepared),
    })),
    ...(await timesOf('reads by key', { coodie: (id) => people.get({ id }), bare: readBare })),
  ];
}

async function timesOf(what, works) {
  const ids = [...Array(ROWS).keys()];
  const way = (work) => () => spent(() => inParallel(ids, work, AT_ONCE));
  const of = await inRounds(ROUNDS, { coodie: way(works.coodie), bare: way(works.bare) });
  const row = (figure) => ({ coodie: of('coodie', figure), bare: of('bare', figure) });
  return [
    { what: `model, ${ROWS} ${what}, by the clock`, ...row('wall'), bound: 'at most 1.15' },
    { what: `model, ${ROWS} ${what}, processor time`, ...row('cpu'), bound: 'at most 1.35' },
  ];
}
