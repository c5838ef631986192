import { errors } from 'cassandra-driver';
import { parseCatalog } from '../../../lib/core/catalog/parse-catalog.js';
import { CassandraSession } from '../../../lib/session/driver/cassandra-session.js';
import { introspect } from '../../../lib/session/introspect.js';
import type { Session } from '../../../lib/session/session.js';
import { CATALOG_TABLES, type CatalogRows } from '../../../lib/core/catalog/catalog-rows.js';
import { LoneServer } from '../../simulation/server/lone-server.js';
import { keyOf } from '../../simulation/server/value.js';
import { useKeyspace } from '../../support/cassandra.js';
import { DISPUTES, type Dispute } from './disputes.js';

const keyspace = useKeyspace('simulated');

describe.each<[string, Dispute]>(Object.entries(DISPUTES))('%s', (title, steps) => {
  it('is answered by the simulated server as by a real one', async () => {
    const prefix = `t${Object.keys(DISPUTES).indexOf(title)}_`;
    const simulated = new LoneServer(keyspace.name);
    const real = new CassandraSession(keyspace.client, keyspace.name);
    for (const step of steps) {
      if (typeof step === 'number') {
        await new Promise((resolve) => setTimeout(resolve, step * 1_000));
        simulated.advance(step * 1_000);
        continue;
      }
      const cql = step.replaceAll('$', prefix);
      expect({ cql, answer: await answerOf(simulated.session, cql) }).toEqual({
        cql,
        answer: await answerOf(real, cql),
      });
    }
  }, 60_000);
});

describe('the schema that statements leave behind', () => {
  it('is the same on the simulated server as on a real one', async () => {
    const statements = [
      'CREATE TYPE s_address (street text, zip int)',
      'CREATE TABLE s_orders (shop uuid, at timestamp, id int, note text, tags set<text>, PRIMARY KEY (shop, at, id)) WITH CLUSTERING ORDER BY (at DESC, id ASC)',
      'CREATE INDEX s_orders_note ON s_orders (note)',
      'ALTER TABLE s_orders ADD (total double, addresses list<frozen<s_address>>)',
      'ALTER TABLE s_orders DROP total',
      'CREATE TABLE s_hits (page text PRIMARY KEY, hits counter)',
      'ALTER TYPE s_address ADD country text',
    ];
    const simulated = new LoneServer(keyspace.name);
    const real = new CassandraSession(keyspace.client, keyspace.name);
    for (const cql of statements) {
      await simulated.session.execute(cql);
      await real.execute(cql);
    }
    const own = (name: string) => name.startsWith('s_');
    const modelOf = async (session: Session) => {
      const { tables, types } = await introspect(session);
      return {
        types: types.filter(({ name }) => own(name)),
        tables: tables
          .filter(({ name }) => own(name))
          .map(({ droppedColumns, ...table }) => ({ ...table, dropped: droppedColumns.length })),
      };
    };
    expect(await modelOf(simulated.session)).toEqual(await modelOf(real));
  });

  it('is one that coodie reads as the same whether bare rows or a session give it', async () => {
    const simulated = new LoneServer('shop');
    await simulated.session.execute('CREATE TABLE users (id int PRIMARY KEY, name text)');
    const entries = await Promise.all(
      CATALOG_TABLES.map(
        async (table) =>
          [
            table,
            (await simulated.session.execute(`SELECT * FROM system_schema.${table} WHERE keyspace_name = 'shop'`)).rows,
          ] as const,
      ),
    );
    expect(parseCatalog('shop', Object.fromEntries(entries) as CatalogRows)).toEqual(
      await introspect(simulated.session),
    );
  });
});

/** Rows, whether it was applied, or the code of the refusal. */
async function answerOf(session: Session, cql: string): Promise<unknown> {
  try {
    const { rows, applied } = await session.execute(cql);
    return {
      applied,
      rows: rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)]))),
    };
  } catch (error) {
    if (error instanceof errors.ResponseError) return { refused: `0x${error.code.toString(16)}` };
    throw error;
  }
}

function plain(value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(plain);
  return keyOf(value);
}
