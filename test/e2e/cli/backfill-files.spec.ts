import { useKeyspace } from '../../support/cassandra.js';
import { hosts, useProject } from './project.js';

const START = `import { Migration, type MigrationContext } from 'nestjs-coodie';

export default class Start extends Migration {
  async upgrade(context: MigrationContext): Promise<void> {
    await context.backfill({ name: 'split-names', background: true });
  }
}
`;

const SPLIT = `import type { BackfillDefinition, Row } from 'nestjs-coodie';

export default class SplitNames implements BackfillDefinition {
  table = 'users';
  columns = ['name'];

  row({ id, name }: Row) {
    return { cql: 'UPDATE users SET first = ? WHERE id = ?', params: [String(name).split(' ')[0], id] };
  }
}
`;

const UPPER = `export default {
  table: 'users',
  columns: ['first'],
  row: ({ id, first }) => ({ cql: 'UPDATE users SET first = ? WHERE id = ?', params: [first.toUpperCase(), id] }),
};
`;

const APP = `import { Injectable, Module } from '@nestjs/common';
import { Backfill, CoodieModule } from 'nestjs-coodie';

@Injectable()
export class Words {
  readonly mark = 'by a service';
}

@Backfill('split-names')
export class Provided {
  table = 'users';
  columns = ['name'];
  row() {}
}

@Module({
  imports: [
    CoodieModule.forRoot({
      client: { contactPoints: process.env['HOSTS']!.split(','), localDataCenter: process.env['DATA_CENTER']! },
      keyspace: process.env['KEYSPACE']!,
    }),
  ],
  providers: [Words, Provided],
})
export class AppModule {}
`;

const WITH_SERVICE = `import type { BackfillDefinition, Row } from 'nestjs-coodie';
import { Words } from '../src/app.module.js';

export default class WithService implements BackfillDefinition {
  table = 'users';
  columns = [];

  constructor(private readonly words: Words) {}

  row({ id }: Row) {
    return { cql: 'UPDATE users SET first = ? WHERE id = ?', params: [this.words.mark, id] };
  }
}
`;

describe('a backfill of a file', () => {
  const keyspace = useKeyspace('backfill_files');
  const project = useProject({
    'migrations/20260101_001_start.ts': START,
    'backfills/split-names.ts': SPLIT,
    'backfills/upper.js': UPPER,
    'backfills/README.md': 'No backfill.',
    'backfills/with-service.ts': WITH_SERVICE,
    'src/app.module.ts': APP,
  });
  const coodie = (...args: readonly string[]) => project.coodie([...args, '--keyspace', keyspace.name, ...hosts()]);
  const inApp = (...args: readonly string[]) =>
    project.coodie([...args, '--app', 'src/app.module.ts'], {
      HOSTS: process.env['CASSANDRA_CONTACT_POINTS'],
      DATA_CENTER: process.env['CASSANDRA_LOCAL_DC'] ?? 'datacenter1',
      KEYSPACE: keyspace.name,
    });
  const firstNames = async () =>
    (await keyspace.client.execute('SELECT first FROM users')).rows.map(({ first }) => String(first)).toSorted();

  beforeAll(async () => {
    await keyspace.client.execute('CREATE TABLE users (id int PRIMARY KEY, name text, first text)');
    for (const [id, name] of ['ada x', 'bea y'].entries())
      await keyspace.client.execute('INSERT INTO users (id, name) VALUES (?, ?)', [id, name], { prepare: true });
  });

  it('is tried in a dry run, without an application', async () => {
    const { code, stdout } = await coodie('migrate', 'apply', '--dry-run');
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('UPDATE users SET first = ?') });
    expect(await firstNames()).toEqual(['null', 'null']);
  });

  it('is started by a migration and run by its name, without an application', async () => {
    expect(await coodie('migrate', 'apply', '--yes')).toMatchObject({ code: 0 });
    expect(await coodie('backfill', 'run', 'split-names')).toMatchObject({ code: 0 });
    expect(await firstNames()).toEqual(['ada', 'bea']);
  });

  it('may be an object', async () => {
    expect(await coodie('backfill', 'run', 'upper')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('No backfill upper was started.'),
    });
    project.write('migrations/20260101_002_upper.ts', START.replace('split-names', 'upper'));
    expect(await coodie('migrate', 'apply', '--yes')).toMatchObject({ code: 0 });
    expect(await coodie('backfill', 'run', 'upper')).toMatchObject({ code: 0 });
    expect(await firstNames()).toEqual(['ADA', 'BEA']);
  });

  it('gets services of the application', async () => {
    project.write('migrations/20260101_003_service.ts', START.replace('split-names', 'with-service'));
    expect(await inApp('migrate', 'apply', '--yes')).toMatchObject({ code: 0 });
    expect(await inApp('backfill', 'run', 'with-service')).toMatchObject({ code: 0 });
    expect(await firstNames()).toEqual(['by a service', 'by a service']);
  });

  it.each<[string, string, readonly string[]]>([
    ['is no TypeScript', 'export default class {', ['backfills/broken.ts:1:23', "'}' expected"]],
    ['exports none', 'export const table = 1;', ['backfills/broken.ts: it exports no backfill']],
    ['throws', 'throw new Error("no such table of rates");', ['backfills/broken.ts: no such table of rates']],
    ['lacks a table', 'export default { row() {} };', ['table must be the name of a table']],
  ])('is refused with its place where the file %s', async (_, text, parts) => {
    project.write('backfills/broken.ts', text);
    const { code, stderr } = await coodie('backfill', 'run', 'broken');
    expect(code).toBe(5);
    for (const part of parts) expect(stderr).toContain(part);
  });

  it('is refused where a provider has its name', async () => {
    const { code, stderr } = await inApp('backfill', 'run', 'split-names');
    expect({ code, stderr }).toMatchObject({
      code: 5,
      stderr: expect.stringContaining('the provider Provided and backfills/split-names.ts both define it'),
    });
  });

  it('is unknown by another name, which is said with those that there are', async () => {
    const { code, stderr } = await coodie('backfill', 'run', 'split-nams');
    expect(code).toBe(1);
    expect(stderr).toContain('There are: broken, split-names, upper, with-service');
  });
});
