import { dropKeyspace, useKeyspace } from '../../support/cassandra.js';
import { hosts, useProject } from './project.js';

/** Three replicas on one node: only a request that asks for one of them is answered. */
const elsewhere = (keyspace: string) => ({
  create: `CREATE KEYSPACE ${keyspace} WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 3}`,
  table: `CREATE TABLE ${keyspace}.visits (id int PRIMARY KEY)`,
});

const CODE = (keyspace: string) => `import { Migration } from 'nestjs-coodie';

export default class Write extends Migration {
  async upgrade(context) {
    await context.execute('INSERT INTO ${keyspace}.visits (id) VALUES (?)', [2]);
    await context.batch([{ cql: 'INSERT INTO ${keyspace}.visits (id) VALUES (3)' }]);
    for await (const row of context.stream('SELECT id FROM ${keyspace}.visits')) context.logger.log('read ' + row.id);
  }
}
`;

describe('--consistency', () => {
  const keyspace = useKeyspace('cli_consistency');
  const project = useProject();
  const apply = (args: readonly string[], environment: NodeJS.ProcessEnv = {}) =>
    project.coodie(['migrate', 'apply', '--keyspace', keyspace.name, ...hosts(), ...args], environment);
  const other = () => elsewhere(`${keyspace.name}_far`);

  beforeAll(async () => {
    await keyspace.client.execute(other().create);
    await keyspace.client.execute(other().table);
    const far = `${keyspace.name}_far`;
    project.write('migrations/20260101_001_write.cql', `-- upgrade\nINSERT INTO ${far}.visits (id) VALUES (1);\n`);
    project.write('migrations/20260101_002_write_more.mjs', CODE(far));
  });
  afterAll(() => dropKeyspace(`${keyspace.name}_far`));

  it('is local-quorum where nothing is said: one replica of three is not enough', async () => {
    const { code, stderr } = await apply([]);
    expect(code).toBe(1);
    expect(stderr).toContain('LOCAL_QUORUM');
  });

  it('refuses a level that there is not, before anything is connected to', async () => {
    const { code, stderr } = await apply(['--consistency', 'LOCAL_ONE', '--hosts', '127.0.0.1:1']);
    expect(code).toBe(2);
    expect(stderr).toContain('not "LOCAL_ONE"; did you mean local-one?');
  });

  it.each([
    ['of the environment', '20260101_001', [], { COODIE_CONSISTENCY: 'one' }],
    ['of the command line wins over it', '20260101_002', ['--consistency', 'local-one'], { COODIE_CONSISTENCY: 'all' }],
  ])('%s counts for what a migration reads and writes', async (_, target, args, environment) => {
    expect(await apply(['--target', target, ...args], environment)).toMatchObject({ code: 0, stderr: '' });
    const { rows } = await keyspace.client.execute(
      `SELECT id FROM ${keyspace.name}_far.visits WHERE id = ${target.slice(-1)}`,
      [],
      { consistency: 1 },
    );
    expect(rows).toHaveLength(1);
  });

  it('is shown by --help', async () => {
    const { stdout } = await project.coodie(['migrate', 'apply', '--help']);
    expect(stdout).toMatch(/--consistency <level> .*local-quorum, quorum, each-quorum or all .*\[COODIE_CONSISTENCY\]/);
  });
});
