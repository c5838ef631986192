import { useKeyspace } from '../../support/cassandra.js';
import { useProject } from '../cli/project.js';

const MAIN = `require('reflect-metadata');
const { Module } = require('@nestjs/common');
const { NestFactory } = require('@nestjs/core');
const { CoodieModule, Entity, PartitionKey, Column } = require('nestjs-coodie');
class Product {}
Entity({ name: 'products' })(Product);
PartitionKey('int')(Product.prototype, 'id');
Column(process.env.TYPE ?? 'text')(Product.prototype, 'name');
class AppModule {}
const client = { contactPoints: [process.env.HOSTS], localDataCenter: process.env.DATA_CENTER };
const root = CoodieModule.forRoot({ client, keyspace: process.env.KEYSPACE, connect: { attempts: 1 } });
Module({ imports: [root, CoodieModule.forFeature([Product])] })(AppModule);
async function main() {
  const app = await NestFactory.createApplicationContext(AppModule, JSON.parse(process.env.OPTIONS ?? '{}'));
  await app.close();
}
main();
`;

describe('an application that is refused at its start', () => {
  const keyspace = useKeyspace('start_refused');
  const project = useProject({ 'main.cjs': MAIN });
  const start = (variables: NodeJS.ProcessEnv) =>
    project.node(['main.cjs'], {
      NO_COLOR: '1',
      HOSTS: process.env['CASSANDRA_CONTACT_POINTS'],
      DATA_CENTER: process.env['CASSANDRA_LOCAL_DC'] || 'datacenter1',
      KEYSPACE: keyspace.name,
      ...variables,
    });

  beforeAll(() => keyspace.client.execute('CREATE TABLE products (id int PRIMARY KEY, name text)'));

  it.each<[string, NodeJS.ProcessEnv, string, string]>([
    ['no host answers', { HOSTS: '127.0.0.1:1' }, 'COODIE_NO_CONNECTION: No host', 'Is Cassandra running?'],
    [
      'its keyspace is missing',
      { KEYSPACE: 'nowhere' },
      'COODIE_KEYSPACE_MISSING: There is no keyspace nowhere.',
      'Create it, or let coodie do so',
    ],
    ['a change is impossible', { TYPE: 'int' }, 'COODIE_UNSAFE_CHANGES', 'Add a new column'],
    ['an entity is wrong', { TYPE: 'txet' }, 'COODIE_INVALID_ENTITIES', 'Nothing was sent to the database.'],
  ])('because %s: a few lines, with the advice, and no stack', async (_, variables, headline, advice) => {
    const { code, stderr } = await start(variables);
    expect(code).toBe(1);
    expect(stderr).toContain(headline);
    expect(stderr).toContain(advice);
    expect(stderr).not.toMatch(/^ +at |cassandra-driver|innerErrors/m);
    expect(stderr.trim().split('\n').length).toBeLessThanOrEqual(16);
  });

  it('and that nobody catches: no innards of the driver, and the advice at the end', async () => {
    const { code, stderr } = await start({ HOSTS: '127.0.0.1:1', OPTIONS: '{"abortOnError":false,"logger":false}' });
    expect(code).toBe(1);
    expect(stderr).toMatch(/caused by: .*\n {2}Is Cassandra running\?/);
    expect(stderr).not.toMatch(/^ +at |cassandra-driver|innerErrors/m);
  });

  it('shows where in the code it comes from where that is asked for', async () => {
    expect((await start({ TYPE: 'int', DEBUG: 'coodie' })).stderr).toMatch(/^ +at .*\n(?:.*\n)*.*refusals:/m);
  });
});
