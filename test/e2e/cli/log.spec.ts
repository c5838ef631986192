import { useKeyspace } from '../../support/cassandra.js';
import { hosts, useProject } from './project.js';

const FIRST = `-- upgrade
CREATE TABLE first (id int PRIMARY KEY);
-- downgrade
DROP TABLE first;
`;

const BROKEN = `-- upgrade
ALTER TABLE missing ADD a int;
`;

interface Log {
  readonly keyspace: string;
  readonly total: number;
  readonly events: readonly Readonly<Record<string, unknown>>[];
}

describe('coodie migrate log', () => {
  const keyspace = useKeyspace('cli_log');
  const project = useProject({ 'migrations/20260101_001_first.cql': FIRST });
  const migrate = (...args: readonly string[]) =>
    project.coodie(['migrate', ...args, '--keyspace', keyspace.name, ...hosts()]);
  const json = async (...args: readonly string[]) =>
    JSON.parse((await migrate('log', '--json', ...args)).stdout) as Log;

  it('is empty before anything ran, and creates nothing', async () => {
    expect(await migrate('log')).toEqual({ code: 0, stdout: `${keyspace.name} · 0 events\n`, stderr: '' });
    const query = 'SELECT table_name FROM system_schema.tables WHERE keyspace_name = ?';
    expect((await keyspace.client.execute(query, [keyspace.name])).rows).toEqual([]);
  });

  describe('of a keyspace in which migrations ran', () => {
    beforeAll(async () => {
      await migrate('apply');
      await migrate('rollback');
      project.write('migrations/20260101_002_broken.cql', BROKEN);
      await migrate('apply');
      await migrate('repair', '--not-done', '--reason', 'nothing\nran', '--yes');
    });

    it('lists every event, the newest first, with the server that did it, the reason and the error', async () => {
      const { code, stdout } = await migrate('log');
      expect(code).toBe(0);
      const events = [...stdout.matchAll(/^ {2}\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ {2}(\S+) +(\S+)/gm)];
      expect(events.map(([, event, migration]) => [event, migration])).toEqual([
        ['settled-as-not-done', '20260101_002_broken'],
        ['failed', '20260101_002_broken'],
        ['applied', '20260101_001_first'],
        ['rolled-back', '20260101_001_first'],
        ['applied', '20260101_001_first'],
      ]);
      expect(stdout).toMatch(/applied +20260101_001_first +1 statement +[\d.]+ m?s +by \S+ on \S+/);
      expect(stdout).toMatch(/^ {6}error: .*missing/m);
      expect(stdout).toMatch(/^ {6}reason: nothing.*ran$/m);
    });

    it('is data with --json, as many events as --limit says, and the number of all', async () => {
      const all = await json();
      expect(all).toMatchObject({ keyspace: keyspace.name, total: 5 });
      const times = all.events.map(({ at }) => String(at));
      expect(times).toEqual(times.toSorted().toReversed());
      expect(all.events[3]).toMatchObject({
        event: 'rolled-back',
        direction: 'downgrade',
        statements: 1,
        fileKind: 'cql',
      });
      expect(await json('--limit', '1')).toEqual({ ...all, events: all.events.slice(0, 1) });
      expect((await migrate('log', '--limit', '1')).stdout).toContain('4 older: --limit 5');
    });

    it.each(['0', 'many'])('refuses --limit %s', async (limit) => {
      expect((await migrate('log', '--limit', limit)).code).toBe(2);
    });
  });
});
