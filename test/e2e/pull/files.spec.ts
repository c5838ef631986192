import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { useKeyspace } from '../../support/cassandra.js';
import { hosts, useProject } from '../cli/project.js';

const APP = (keyspace: string, contactPoints: string) => `import { Module } from '@nestjs/common';
import { CoodieModule } from 'nestjs-coodie';
import { ENTITIES } from './pulled/index.js';

@Module({
  imports: [
    CoodieModule.forRoot({
      client: { contactPoints: ['${contactPoints}'], localDataCenter: 'datacenter1' },
      keyspace: '${keyspace}',
    }),
    CoodieModule.forFeature(ENTITIES),
  ],
})
export class AppModule {}
`;

describe('coodie schema pull', () => {
  const keyspace = useKeyspace('pull_files');
  const project = useProject({ 'package.json': '{ "type": "module" }' });
  const directory = join(project.path, 'src/pulled');
  const pull = (...args: readonly string[]) =>
    project.coodie(['schema', 'pull', '--out', 'src/pulled', '--keyspace', keyspace.name, ...hosts(), ...args]);
  const read = (file: string) => readFileSync(join(directory, file), 'utf8');
  const timeOf = (file: string) => statSync(join(directory, file)).mtimeMs;

  it('writes a file for each table, view and type', async () => {
    const { client, name } = keyspace;
    await client.execute('CREATE TYPE address (street text)');
    await client.execute('CREATE TABLE users (id uuid PRIMARY KEY, home frozen<address>, "group" text)');
    await client.execute(
      'CREATE MATERIALIZED VIEW users_by_group AS SELECT * FROM users WHERE "group" IS NOT NULL AND id IS NOT NULL PRIMARY KEY ("group", id)',
    );
    await client.execute('CREATE TABLE "_coodie_of_its_own" (id int PRIMARY KEY)');
    const files = ['address.type.ts', 'users-by-group.view.ts', 'users.entity.ts', 'index.ts'];
    const { code, stdout, stderr } = await pull();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(
      [
        `${name} · 1 table, 1 view, 1 type → src/pulled`,
        ...files.map((file) => `  + ${file}`),
        '4 files written, 0 unchanged\n',
      ].join('\n'),
    );
    expect(readdirSync(directory).toSorted()).toEqual(files.toSorted());
  });

  it('makes an application whose schema is in sync', async () => {
    project.write('src/app.module.ts', APP(keyspace.name, hosts()[1]?.split(',')[0] ?? ''));
    const checked = await project.coodie(['schema', 'check', '--app', 'src/app.module.ts']);
    expect(checked).toEqual({ code: 0, stdout: `${keyspace.name} · no differences\n`, stderr: '' });
  });

  it('leaves alone what did not change', async () => {
    const before = timeOf('users.entity.ts');
    const { code, stdout } = await pull();
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/\n0 files written, 4 unchanged\n$/) });
    expect(timeOf('users.entity.ts')).toBe(before);
  });

  it('overwrites nothing that was changed by hand, and writes nothing beside it', async () => {
    const edited = read('users.entity.ts').replace('class Users', '/** Edited. */ class Users');
    project.write('src/pulled/users.entity.ts', edited);
    await keyspace.client.execute('CREATE TABLE orders (id int PRIMARY KEY)');
    const { code, stderr } = await pull();
    expect(code).toBe(2);
    expect(stderr).toContain('2 files would be overwritten:\n');
    expect(stderr).toContain('users.entity.ts');
    expect(stderr).toContain('--yes');
    expect(read('users.entity.ts')).toBe(edited);
    expect(readdirSync(directory)).not.toContain('orders.entity.ts');
  });

  it('does so where that is meant, and says what is left over', async () => {
    project.write('src/pulled/own.ts', 'export const OWN = true;\n');
    await keyspace.client.execute('DROP TABLE orders');
    await keyspace.client.execute('DROP MATERIALIZED VIEW users_by_group');
    const { code, stdout, stderr } = await pull('--yes', '--json');
    expect(code).toBe(0);
    expect(stderr).toBe('Left over: users-by-group.view.ts is of nothing that is pulled any more; delete it.\n');
    expect(JSON.parse(stdout)).toEqual({
      keyspace: keyspace.name,
      directory: 'src/pulled',
      files: [
        { file: 'address.type.ts', state: 'unchanged' },
        { file: 'users.entity.ts', state: 'changed' },
        { file: 'index.ts', state: 'changed' },
      ],
      notes: [],
      leftOver: ['users-by-group.view.ts'],
    });
    expect(read('users.entity.ts')).not.toContain('Edited');
  });

  it('needs a place for the files', async () => {
    const { code, stderr } = await project.coodie(['schema', 'pull', '--keyspace', keyspace.name, ...hosts()]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('--out') });
  });
});
