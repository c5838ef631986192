import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { useKeyspace } from '../../support/cassandra.js';
import { startCoodie, type FaultPoint } from '../../support/run-coodie.js';
import { hosts, useProject } from './project.js';

const NAME = '20260101_001_write';
/** Seconds. */
const TTL = 3;

interface Kind {
  readonly table: string;
  readonly write: string;
  /** The number of times that it took effect. */
  readonly count: string;
}

/** Writes that must not be sent twice. */
const UNREPEATABLE: Readonly<Record<string, Kind>> = {
  counter: {
    table: 'id int PRIMARY KEY, hits counter',
    write: 'UPDATE written SET hits = hits + 1 WHERE id = 1',
    count: 'hits',
  },
  'list append': {
    table: 'id int PRIMARY KEY, names list<text>',
    write: "UPDATE written SET names = names + ['a'] WHERE id = 1",
    count: 'names',
  },
  'now()': {
    table: 'id int, at timeuuid, PRIMARY KEY (id, at)',
    write: 'INSERT INTO written (id, at) VALUES (1, now())',
    count: 'at',
  },
};

describe.each(Object.entries(UNREPEATABLE))('a script whose write is a %s', (_, { table, write, count }) => {
  const keyspace = useKeyspace('cli_held_up');
  const project = useProject({ [`migrations/${NAME}.cql`]: `-- upgrade\n${write};\n` });
  const directory = mkdtempSync(join(tmpdir(), 'coodie-sent-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  const args = (...words: readonly string[]) => [
    'migrate',
    ...words,
    '--keyspace',
    keyspace.name,
    '--lock-ttl',
    String(TTL),
    '--json',
    ...hosts(),
  ];
  const coodie = (...words: readonly string[]) => project.coodie(args(...words));
  const stopped = (fault: Omit<FaultPoint, 'statement'>) =>
    startCoodie(args('apply'), { cwd: project.path, fault: { statement: write, ...fault } });
  const times = async (): Promise<number> => {
    const { rows } = await keyspace.client.execute('SELECT * FROM written');
    return rows.reduce((sum, row) => sum + timesIn(row[count]), 0);
  };

  beforeEach(async () => {
    await keyspace.client.execute(`CREATE TABLE IF NOT EXISTS written (${table})`);
    await keyspace.client.execute('TRUNCATE written');
    for (const own of ['_coodie_migrations', '_coodie_migrations_journal'])
      await keyspace.client.execute(`DROP TABLE IF EXISTS "${own}"`);
  });

  it('stops the run after one that was killed when it had sent it, until somebody says what became of it', async () => {
    const { signal } = await stopped({ point: 'after', signal: 'SIGKILL' }).ended;
    expect([signal, await times()]).toEqual(['SIGKILL', 1]);
    await delay((TTL + 1) * 1000);
    for (const _ of [1, 2]) {
      const next = await coodie('apply');
      expect(next.code).toBe(1);
      expect(JSON.parse(next.stdout)).toMatchObject({
        error: { code: 'COODIE_MIGRATION_FAILED', facts: { cause: { code: 'COODIE_UNCLEAR_OUTCOME' } } },
      });
      expect(next.stderr).toContain('coodie migrate repair');
      expect(await times()).toBe(1);
    }
    expect(await coodie('repair', '--done', NAME, '--yes')).toMatchObject({ code: 0 });
    expect(await coodie('apply')).toMatchObject({ code: 0 });
    expect([(await coodie('status', '--check')).code, await times()]).toEqual([0, 1]);
  });

  it('is not sent by a run that was held up after the journal’s note and has lost the lock meanwhile', async () => {
    const held = stopped({ point: 'noted', signal: 'SIGSTOP' });
    await held.atFault;
    await delay((TTL + 1) * 1000);
    expect(await coodie('repair', '--not-done', NAME, '--yes')).toMatchObject({ code: 0 });
    expect(await coodie('apply')).toMatchObject({ code: 0 });
    expect(await times()).toBe(1);
    held.process.kill('SIGCONT');
    const { code, stdout, stderr } = await held.ended;
    expect([code, await times()]).toEqual([1, 1]);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'COODIE_LEASE_LOST' } });
    expect(stderr).toContain('The migration lock was lost');
    expect([(await coodie('status', '--check')).code, await times()]).toEqual([0, 1]);
  });
});

function timesIn(value: unknown): number {
  if (Array.isArray(value)) return value.length;
  const digits = String(value);
  return /^\d+$/.test(digits) ? Number(digits) : 1;
}
