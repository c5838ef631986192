import { Column, Entity, PartitionKey, TenantService } from '../../../lib/index.js';
import { withApplication } from '../../support/application.js';
import { createKeyspace, dropKeyspace, useKeyspace } from '../../support/cassandra.js';
import { tablesOf } from '../../support/schema-of.js';
import { isDdl, sentStatements } from '../../support/sent-statements.js';

const TABLES = 5;
/** Requests for a tenant beside its statements: it is registered, and its claims are read, written and given up. */
const BESIDE = 4;

const NAMES = Array.from({ length: TABLES }, (_, index) => `table_${index}`);
const ENTITIES = NAMES.map((name) => {
  @Entity({ name })
  class Table {
    @PartitionKey('int') id!: number;
    @Column('text') note!: string;
  }
  return Table;
});

describe(`the first sync of tenants with ${TABLES} tables each`, () => {
  const state = useKeyspace('first_state');
  const tenants: string[] = [];
  const sent: (readonly string[])[] = [];
  const listed = () => [tenants.slice(0, 1), tenants.slice(1, 3), tenants.slice(3)];

  beforeAll(async () => {
    for (let number = 0; number < 7; number += 1) tenants.push(await createKeyspace(`first_${number}`));
    const options = {
      keyspace: state.name,
      schema: { onBootstrap: 'off' },
      tenants: { keyspaces: tenants },
    } as const;
    await withApplication(options, ENTITIES, async (app) => {
      const service = app.get(TenantService);
      for (const only of listed()) sent.push(await sentStatements(() => service.sync({ only })));
    });
  }, 120_000);
  afterAll(async () => {
    for (const tenant of tenants) await dropKeyspace(tenant);
  }, 120_000);

  it('makes the tables of coodie once, in the keyspace that keeps the state, and none in a tenant', async () => {
    const others = sent.map((statements) => statements.filter((cql) => isDdl(cql) && !/\.table_\d/.test(cql)));
    expect(others.slice(1)).toEqual([[], []]);
    expect(others[0]?.filter((cql) => !cql.includes(state.name))).toEqual([]);
    for (const tenant of tenants) expect(await tablesOf(state.client, tenant)).toEqual(NAMES);
  });

  it('sends the statements of each tenant once, in the order of the list', () => {
    const ofTenants = sent
      .flat()
      .flatMap((cql) => /^CREATE TABLE (\w+)\.(table_\d)/.exec(cql)?.slice(1).join('.') ?? []);
    expect(ofTenants).toEqual(tenants.flatMap((tenant) => NAMES.map((name) => `${tenant}.${name}`)));
  });

  it('reads the schemas of all of them twice, in seven requests: before the lock is taken, and under it', () => {
    const reads = sent.map((statements) => statements.filter((cql) => cql.startsWith('SELECT * FROM system_schema.')));
    expect(reads.map(({ length }) => length)).toEqual([14, 14, 14]);
  });

  it(`costs ${BESIDE} requests for each further tenant beside its statements`, () => {
    const [, two = [], four = []] = sent;
    expect(four.length - two.length).toBe(2 * (TABLES + BESIDE));
  });
});
