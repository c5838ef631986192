import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { useKeyspace } from '../../support/cassandra.js';
import { tablesOf } from '../../support/schema-of.js';
import { hosts, useProject } from './project.js';

const today = () => new Date().toISOString().slice(0, 10).replaceAll('-', '');

describe('coodie migrate create', () => {
  const keyspace = useKeyspace('cli_create');
  const project = useProject();
  const create = (...args: readonly string[]) => project.coodie(['migrate', 'create', ...args]);
  const read = (path: string) => readFileSync(join(project.path, path), 'utf8');

  it('writes a file after the last one, creates the directory and says so, without any database', async () => {
    const { code, stdout, stderr } = await create('Add', 'rating');
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'The directory migrations is new.\n' });
    expect(stdout).toBe(`migrations/${today()}_001_add_rating.ts\n`);
    expect(read(stdout.trim())).toContain('export default class AddRating extends Migration');
    expect((await create('AddIndex', '--cql')).stdout).toBe(`migrations/${today()}_002_add_index.cql\n`);
    const json = await create('add_view', '--cql', '--json', '--migrations-dir', 'other');
    const name = `${today()}_001_add_view`;
    expect(JSON.parse(json.stdout)).toEqual({ name, path: `other/${name}.cql`, madeDirectory: true });
  });

  it.each([
    [['größe'], 'coodie migrate create grosse'],
    [['a.cql'], 'coodie migrate create a'],
    [['20260101_001_a'], 'coodie migrate create a'],
    [['../a'], 'coodie migrate create a'],
    [[], "missing required argument 'name'"],
  ])('refuses %j with 2, with a suggestion, and writes nothing', async (args, message) => {
    const before = readdirSync(join(project.path, 'migrations'));
    const { code, stderr } = await create(...args);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(readdirSync(join(project.path, 'migrations'))).toEqual(before);
    expect(existsSync(join(project.path, 'a.cql'))).toBe(false);
  });

  it('writes what is refused until it is filled in, and applied then', async () => {
    const migrate = (...args: readonly string[]) =>
      project.coodie(['migrate', ...args, '--keyspace', keyspace.name, ...hosts()]);
    for (const [directory, file, written] of [
      ['in_cql', ['add table', '--cql'], 'CREATE TABLE made_in_cql (id int PRIMARY KEY);'],
      ['in_ts', ['add table'], "await context.execute('CREATE TABLE made_in_ts (id int PRIMARY KEY)');"],
    ] as const) {
      const path = (await create(...file, '--migrations-dir', directory)).stdout.trim();
      const untouched = await migrate('apply', '--migrations-dir', directory);
      expect(untouched.code).toBe(1);
      expect((await migrate('status', '--migrations-dir', directory, '--check')).code).toBe(3);
      const [before = ''] = read(path).split(/^-- downgrade/m);
      const filled = before.replace(/WRITE .*|throw new Error\('upgrade is not written yet'\);/, written);
      writeFileSync(join(project.path, path), filled);
      expect(await migrate('apply', '--migrations-dir', directory)).toMatchObject({ code: 0, stderr: '' });
      await keyspace.client.execute('TRUNCATE "_coodie_migrations"');
      await keyspace.client.execute('TRUNCATE "_coodie_migrations_journal"');
    }
    expect(await tablesOf(keyspace.client, keyspace.name)).toEqual(
      expect.arrayContaining(['made_in_cql', 'made_in_ts']),
    );
  });
});
