import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { useKeyspace, type SuiteKeyspace } from '../../support/cassandra.js';
import type { Ended } from '../../support/run-node.js';
import { hosts, useProject, type Project, type Running } from './project.js';

const PRELOAD = pathToFileURL(resolve(__dirname, '../../fixtures/faults/preload.mjs')).href;

/** An application with one provider. */
export const applicationWith = (provider: string, file: string) => `import { Module } from '@nestjs/common';
import { CoodieModule } from 'nestjs-coodie';
import { ${provider} } from '${file}';

@Module({
  imports: [
    CoodieModule.forRoot({
      client: { contactPoints: process.env['HOSTS']!.split(','), localDataCenter: process.env['DATA_CENTER']! },
      keyspace: process.env['KEYSPACE']!,
      migrations: { dir: 'migrations' },
    }),
  ],
  providers: [${provider}],
})
export class AppModule {}
`;

const START = `import { Migration, type MigrationContext } from 'nestjs-coodie';

export default class Start extends Migration {
  async upgrade(context: MigrationContext): Promise<void> {
    await context.backfill({ name: 'work', background: true });
  }
}
`;

/** A backfill that keeps the number of each row that it was given, one a line. */
const workOf = (options: string) => `import { appendFileSync } from 'node:fs';
import { Backfill, type BackfillDefinition, type Row } from 'nestjs-coodie';

@Backfill('work')
export class Work implements BackfillDefinition {
  table = 'users';
  columns = ['name'];
  ${options}

  row({ id, name }: Row) {
    appendFileSync('rows.txt', \`\${String(id)}\\n\`);
    return { cql: 'UPDATE users SET first = ? WHERE id = ?', params: [name, id] };
  }
}
`;

export interface BackfillProject extends Project {
  readonly keyspace: SuiteKeyspace;
  /** `coodie …args` in the application. */
  inApp(...args: readonly string[]): Promise<Ended>;
  /** `coodie …args`, which knows the keyspace and no application. */
  outside(...args: readonly string[]): Promise<Ended>;
  /** `coodie backfill run work`, under way; its clock may be wrong by so many milliseconds. */
  startRun(options?: { readonly clockAhead: number }): Running;
  status(): Promise<{ readonly state: string; readonly rows: number; readonly workers: number }>;
  /** Numbers of the rows that were handed to the backfill so far, by all processes. */
  handed(): readonly number[];
  /** Rows without the value that they should have. */
  wrong(): Promise<readonly number[]>;
}

/** A user's project with a backfill, `work`, that a migration starts, and a table of so many rows. */
export function useBackfillProject(prefix: string, rows: number, options: string): BackfillProject {
  const keyspace = useKeyspace(prefix);
  const project = useProject({
    'src/app.module.ts': applicationWith('Work', './work.js'),
    'src/work.ts': workOf(options),
    'migrations/20260101_001_start.ts': START,
    'rows.txt': '',
  });
  const environment = () => ({
    HOSTS: process.env['CASSANDRA_CONTACT_POINTS'],
    DATA_CENTER: process.env['CASSANDRA_LOCAL_DC'] ?? 'datacenter1',
    KEYSPACE: keyspace.name,
  });
  const inApp = (...args: readonly string[]) => project.coodie([...args, '--app', 'src/app.module.ts'], environment());
  const outside = (...args: readonly string[]) => project.coodie([...args, '--keyspace', keyspace.name, ...hosts()]);
  beforeAll(async () => {
    const { client } = keyspace;
    await client.execute('CREATE TABLE users (id int PRIMARY KEY, name text, first text)');
    for (let id = 0; id < rows; id += 1)
      await client.execute('INSERT INTO users (id, name) VALUES (?, ?)', [id, `n${id}`], { prepare: true });
    expect(await inApp('migrate', 'apply', '--yes')).toMatchObject({ code: 0 });
  });
  return {
    ...project,
    keyspace,
    inApp,
    outside,
    startRun: ({ clockAhead } = { clockAhead: 0 }) => {
      // The application of a process that is under way is named by the environment of this one.
      Object.assign(process.env, environment(), { CLOCK_AHEAD: clockAhead === 0 ? '' : String(clockAhead) });
      return project.start(['backfill', 'run', 'work', '--lock-wait', '60', '--app', 'src/app.module.ts'], PRELOAD);
    },
    status: async () => {
      const { stdout } = await outside('backfill', 'status', 'work', '--json');
      const { backfill } = JSON.parse(stdout) as { readonly backfill: Awaited<ReturnType<BackfillProject['status']>> };
      return backfill;
    },
    handed: () => readFileSync(join(project.path, 'rows.txt'), 'utf8').trim().split('\n').filter(Boolean).map(Number),
    wrong: async () => {
      const { rows: found } = await keyspace.client.execute('SELECT id, name, first FROM users', [], {
        fetchSize: rows,
      });
      expect(found).toHaveLength(rows);
      return found.filter(({ name, first }) => name !== first).map(({ id }) => id as number);
    },
  };
}
