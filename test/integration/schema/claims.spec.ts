import { Column, Entity, PartitionKey, SchemaService, type CoodieError, type EntityClass } from '../../../lib/index.js';
import { withApplication } from '../../support/application.js';
import { useKeyspace } from '../../support/cassandra.js';
import { isDdl, sentStatements } from '../../support/sent-statements.js';

@Entity({ name: 'people' })
class Person {
  @PartitionKey('int') id!: number;
  @Column('text') name!: string;
}

@Entity({ name: 'places' })
class Place {
  @PartitionKey('int') id!: number;
}

const PEOPLE = 'CREATE TABLE people (id int, name text, PRIMARY KEY (id))';
const CLAIMED = '11111111-1111-4111-8111-111111111111';

describe('a sync that creates tables', () => {
  const keyspace = useKeyspace('claims');
  const lock = () => `${keyspace.name}."_coodie_migrations_lock"`;

  const sync = (entities: readonly EntityClass[] = [Person]): Promise<readonly string[]> =>
    withApplication({ keyspace: keyspace.name, schema: { onBootstrap: 'off' } }, entities, (app) =>
      app.get(SchemaService).sync(),
    );
  const claims = async () => (await keyspace.client.execute(`SELECT lock_id, owner FROM ${lock()}`)).rows;
  const leave = (text: string) =>
    keyspace.client.execute(`INSERT INTO ${lock()} (lock_id, owner) VALUES ('coodie_schema_claims', ?)`, [text]);
  const leaveClaim = (claim: object) => leave(JSON.stringify([{ object: 'table people', id: CLAIMED, ...claim }]));
  async function identity(): Promise<string | undefined> {
    const { rows } = await keyspace.client.execute(
      `SELECT id FROM system_schema.tables WHERE keyspace_name = '${keyspace.name}' AND table_name = 'people'`,
    );
    return rows[0]?.['id']?.toString() as string | undefined;
  }

  beforeAll(() => sync([Place]));
  afterEach(() => keyspace.client.execute(`DROP TABLE IF EXISTS ${keyspace.name}.people`));

  it('sends an identity with each, says nothing of it, and leaves no claim behind', async () => {
    const answered: string[] = [];
    const sent = await sentStatements(async () => answered.push(...(await sync())));
    expect(answered).toEqual([PEOPLE]);
    expect(sent.filter(isDdl)).toEqual([`${PEOPLE} WITH ID = ${await identity()}`]);
    expect(sent.filter((cql) => cql.includes('_coodie_migrations_lock') && !/ IF /.test(cql))).toHaveLength(6);
    expect(await claims()).toEqual([]);
  });

  it('gives a table that was dropped another identity', async () => {
    await sync();
    const first = await identity();
    await keyspace.client.execute(`DROP TABLE ${keyspace.name}.people`);
    await sync();
    expect(await identity()).not.toBe(first);
    await keyspace.client.execute(`INSERT INTO ${keyspace.name}.people (id, name) VALUES (1, 'Ann')`);
    expect((await keyspace.client.execute(`SELECT name FROM ${keyspace.name}.people`)).rows).toMatchObject([
      { name: 'Ann' },
    ]);
  });

  it.each([
    ['uses the identity that a killed run has claimed for the same statement', { cql: PEOPLE }, true],
    ['does not use that of another statement', { cql: `${PEOPLE} WITH comment = ''` }, false],
    ['does not use that of a table which was made, and dropped', { cql: PEOPLE, made: true }, false],
  ])('%s', async (_, claim, isUsed) => {
    await leaveClaim(claim);
    await sync();
    expect((await identity()) === CLAIMED).toBe(isUsed);
    expect(await claims()).toEqual([]);
  });

  it('sends nothing where the note of earlier statements cannot be read', async () => {
    await leave('{"version":2}');
    const failure: unknown = await sync().catch((error: unknown) => error);
    expect((failure as CoodieError).code).toBe('COODIE_UNREADABLE_CLAIMS');
    expect((failure as CoodieError).hint).toContain("lock_id = 'coodie_schema_claims'");
    expect(await identity()).toBeUndefined();
    await keyspace.client.execute(`DELETE FROM ${lock()} WHERE lock_id = 'coodie_schema_claims'`);
  });
});
